/**
 * Projects that at least three of the labelled typos of bench/typosquat-labels.txt imitate: whoever was imitated is imitated again. Learnt
 * from one half of those labels, the list finds as many more of the other half (bench/typosquat.ts prints both).
 */
export const attackedNames: ReadonlySet<string> = new Set(
  `
aiohttp asyncio beautifulsoup beautifulsoup4 bip-utils bitcoinlib boto3 capmonstercloudclient certifi click colorama cryptocompare
cryptofeed customtkinter discord-py discord-webhook django ethereum freqtrade gitpython matplotlib openpyxl opensea pandas pillow
playwright progressbar2 prompt-toolkit psutil py-cord pycodestyle pycrypto pygame pyinstaller pysocks python python-binance
pytorch request requests requests-toolbelt requirements requirementstxt scikit-learn scrapy selenium simplejson solana tensorflow
tkcalendar urllib3 vyper web3 web3-py websocket-client websockets xlsxwriter yfinance
`
    .trim()
    .split(/\s+/),
)
