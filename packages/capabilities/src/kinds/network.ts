import type { ActionKind } from '../action.ts'

/** Functions that speak to the network. HTTP clients are told apart by what they are given: see `httpFunctions`. */
export const networkKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'fetch',
    `urllib.request.urlretrieve urllib.urlretrieve wget.download gdown.download gdown.download_folder
    socket.socket().recv socket.socket().recvfrom socket.socket().recv_into socket.create_connection().recv
    ftplib.FTP().retrbinary ftplib.FTP().retrlines paramiko.SSHClient().open_sftp().get
    websocket.create_connection().recv websocket.WebSocket().recv websockets.connect().recv
    http.client.HTTPConnection().getresponse http.client.HTTPSConnection().getresponse httplib.HTTPConnection().getresponse
    httplib.HTTPSConnection().getresponse dload.save dload.save_unzip pytube.YouTube google.cloud.storage.Client().bucket().blob().download_to_filename
    boto3.client().download_file boto3.client().get_object git.Repo.clone_from pandas.read_csv pandas.read_html
    aiohttp.ClientSession().ws_connect().receive asyncio.open_connection()[].read asyncio.open_connection()[].readline
    xmlrpc.client.ServerProxy xmlrpclib.ServerProxy imaplib.IMAP4_SSL().fetch poplib.POP3_SSL().retr`,
  ],
  [
    'send',
    `socket.socket().send socket.socket().sendall socket.socket().sendto socket.socket().sendfile socket.create_connection().send
    socket.create_connection().sendall ssl.wrap_socket().send ssl.SSLContext().wrap_socket().send ssl.create_default_context().wrap_socket().sendall
    smtplib.SMTP().sendmail smtplib.SMTP().send_message smtplib.SMTP_SSL().sendmail smtplib.SMTP_SSL().send_message yagmail.SMTP().send
    ftplib.FTP().storbinary ftplib.FTP().storlines ftplib.FTP_TLS().storbinary paramiko.SSHClient().open_sftp().put
    websocket.create_connection().send websocket.WebSocket().send websockets.connect().send
    discord.SyncWebhook.from_url().send discord.Webhook.from_url().send discord_webhook.DiscordWebhook().execute dhooks.Webhook().send
    discord_webhook.DiscordWebhook discordwebhook.Discord().post dhooks.Webhook().modify
    telebot.TeleBot().send_message telebot.TeleBot().send_document telebot.TeleBot().send_photo telebot.TeleBot().send_video
    telebot.TeleBot().send_audio telebot.TeleBot().reply_to telegram.Bot().send_message telegram.Bot().send_document
    telegram.Bot().send_photo pyrogram.Client().send_message telethon.TelegramClient().send_message telethon.TelegramClient().send_file
    slack_sdk.WebClient().chat_postMessage slack_sdk.webhook.WebhookClient().send
    boto3.client().upload_file boto3.client().put_object boto3.client().upload_fileobj dropbox.Dropbox().files_upload mega.Mega().login().upload
    pymongo.MongoClient()[][].insert_one paho.mqtt.client.Client().publish pusher.Pusher().trigger firebase_admin.db.reference().set
    asyncio.open_connection()[].write dns.message.make_query dns.query.udp`,
  ],
  [
    'connect',
    `socket.socket().connect socket.socket().connect_ex socket.socket().bind socket.socket().listen socket.socket().accept
    socket.create_connection socket.create_server asyncio.open_connection asyncio.start_server websocket.create_connection
    websocket.WebSocketApp websocket.WebSocketApp().run_forever websockets.connect websockets.serve paramiko.SSHClient().connect
    paramiko.Transport ftplib.FTP ftplib.FTP().login smtplib.SMTP smtplib.SMTP_SSL smtplib.SMTP().login telebot.TeleBot
    telebot.TeleBot().polling telebot.TeleBot().infinity_polling discord.Client().run discord.ext.commands.Bot().run
    discord.ext.commands.Bot discord.Bot().run socketio.Client().connect socketio.AsyncClient().connect rpyc.connect
    paho.mqtt.client.Client().connect pymongo.MongoClient redis.Redis socketserver.TCPServer http.server.HTTPServer
    irc.bot.SingleServerIRCBot stem.control.Controller.from_port socks.socksocket().connect ngrok.connect pyngrok.ngrok.connect
    multiprocessing.connection.Client multiprocessing.connection.Listener ssl.SSLContext().wrap_socket().connect
    flask.Flask().run quart.Quart().run bottle.run bottle.Bottle().run sanic.Sanic().run uvicorn.run waitress.serve aiohttp.web.run_app
    werkzeug.serving.run_simple http.server.HTTPServer().serve_forever socketserver.TCPServer().serve_forever
    wsgiref.simple_server.make_server wsgiref.simple_server.make_server().serve_forever`,
  ],
  [
    'resolve',
    `socket.gethostbyname socket.gethostbyname_ex socket.getaddrinfo socket.gethostbyaddr dns.resolver.resolve dns.resolver.query
    dns.resolver.Resolver().resolve dns.resolver.Resolver().query`,
  ],
]

/** HTTP functions that bring, or send when they are given data. */
export const httpFunctions = `urllib.request.urlopen urllib.urlopen urllib2.urlopen requests.get requests.head requests.options requests.request httpx.get httpx.head
  httpx.request httpx.stream aiohttp.request urllib3.request urllib.request.build_opener().open urllib2.build_opener().open
  urllib.request.URLopener().open urllib.request.URLopener().retrieve urllib.request.FancyURLopener().retrieve
  urllib.request.FancyURLopener().open urllib.URLopener().retrieve urllib.URLopener().open
  http.client.HTTPConnection().request http.client.HTTPSConnection().request httplib.HTTPConnection().request
  httplib.HTTPSConnection().request urllib3.PoolManager().request urllib3.PoolManager().urlopen httplib2.Http().request
  requests_html.HTMLSession().get pycurl.Curl().perform treq.get grequests.get curl_cffi.requests.get asks.get
  setuptools.package_index.urlopen tls_client.Session().execute_request`

/** HTTP functions that send. */
export const httpSenders = `requests.post requests.put requests.patch requests.delete httpx.post httpx.put httpx.patch httpx.delete treq.post
  grequests.post curl_cffi.requests.post asks.post`

/** What makes an HTTP client whose methods are named after HTTP's. */
export const httpSessions = `requests.Session() requests.session() requests.sessions.Session() httpx.Client() httpx.AsyncClient()
  aiohttp.ClientSession() cloudscraper.create_scraper() tls_client.Session() requests_html.HTMLSession() curl_cffi.requests.Session()
  requests_futures.sessions.FuturesSession() aiosonic.HTTPClient() cfscrape.create_scraper() hrequests.Session() httpx_socks.AsyncClient()`
