FROM python:3.12
RUN ["pip", "install", "flask==3.0.3", \
     "werkzeug>=3"]
RUN ["/bin/sh", "-c", "pip install click==8.1.7 && echo done"]
RUN [ "$x" = 1 ] && pip install not-json
CMD ["python", "-m", "pip", "install", "started"]
