/** Modules of the standard library: asked of the index by mistake, and so worth imitating. */
const standardModules = `
argparse asyncio base64 calendar collections configparser contextlib ctypes dataclasses datetime decimal difflib
distutils fractions functools getpass hashlib importlib inspect itertools logging multiprocessing operator pathlib
pickle platform pprint random secrets shutil signal smtplib socket sqlite3 statistics string struct subprocess
tempfile textwrap threading tkinter tokenize traceback turtle typing unittest urllib uuid warnings weakref winreg
zipfile zlib
`

/** What people type although the project has another name: import names, files, the language itself. */
const importNames = `
beautifulsoup bs4 crypto cv2 dateutil discord dotenv github jwt mysql opencv pil python pytorch request requirements
requirements-txt requirementstxt serial skimage sklearn yaml
`

/** Names that impostors imitate far more often than downloads tell: wallets, bots, games, brands. */
const soughtAfter = `
aiogram anthropic binance bip-utils bitcoin bitcoinlib capmonstercloudclient ccxt chatgpt claude coinbase colorama
cryptocompare cryptofeed customtkinter deepseek discord-py discord-webhook ethereum facebook freqtrade gemini
huggingface instagram keyboard metamask minecraft openai opensea playsound py-cord pyautogui pygame pyinstaller
pynput pyrogram pystyle python-binance python-telegram-bot roblox selenium solana telebot telegram telethon
tensorflow tiktok tkcalendar twitter vyper web3 web3-py whatsapp yfinance youtube
`

/** Names to protect besides the most downloaded, in no order; one that the list holds keeps its place there. */
export const protectedNames: readonly string[] = [standardModules, importNames, soughtAfter].flatMap((words) =>
  words.trim().split(/\s+/),
)
