/**
 * The most downloaded projects of the public index, most popular first (April 2026): what a first run compares with, before
 * `cordon db update --names` has brought the whole list.
 */
export const builtInNames: readonly string[] = `
boto3 packaging setuptools urllib3 certifi typing-extensions requests charset-normalizer idna botocore aiobotocore
python-dateutil cryptography six numpy cffi pyyaml grpcio-status pycparser pydantic pluggy s3transfer pygments click
attrs protobuf pydantic-core anyio fsspec pandas pytest h11 markupsafe iniconfig s3fs platformdirs annotated-types
pip wheel jinja2 jmespath importlib-metadata filelock pathspec pyjwt httpx typing-inspection python-dotenv httpcore
pytz zipp rich pyasn1 jsonschema yarl multidict aiohttp google-auth uvicorn markdown-it-py google-api-core tzdata
tqdm tomli colorama googleapis-common-protos mdurl starlette virtualenv awscli pillow propcache frozenlist scipy
rpds-py trove-classifiers fastapi rsa referencing wrapt pyasn1-modules aiosignal jsonschema-specifications greenlet
grpcio sqlalchemy requests-oauthlib pyarrow pyparsing aiohappyeyeballs opentelemetry-api tenacity annotated-doc
cachetools regex psutil opentelemetry-semantic-conventions hatchling oauthlib opentelemetry-sdk sniffio
more-itertools soupsieve shellingham websockets exceptiongroup docutils beautifulsoup4 tomlkit lxml typer distlib
grpcio-tools et-xmlfile openpyxl requests-toolbelt google-genai mypy-extensions pydantic-settings networkx dnspython
proto-plus websocket-client opentelemetry-proto coverage werkzeug python-multipart msgpack pyopenssl openai
langchain google-cloud-storage distro flask psycopg2-binary pynacl tabulate wcwidth
opentelemetry-exporter-otlp-proto-http keyring huggingface-hub smmap sortedcontainers scikit-learn decorator
fonttools isodate watchfiles jaraco-classes matplotlib secretstorage joblib jeepney
opentelemetry-exporter-otlp-proto-grpc ruff poetry-core jiter redis jaraco-context
opentelemetry-exporter-otlp-proto-common kiwisolver google-cloud-aiplatform jaraco-functools gitpython azure-core
azure-identity ptyprocess pexpect bcrypt email-validator itsdangerous threadpoolctl editables msal pytest-cov
google-cloud-core python-discovery alembic mcp zstandard sse-starlette contourpy prompt-toolkit ruamel-yaml
snowflake-connector-python defusedxml async-timeout opentelemetry-instrumentation types-requests orjson textual
gitdb sympy deprecated pytest-asyncio docstring-parser blinker google-crc32c docker rapidfuzz google-resumable-media
mpmath tzlocal chardet pyproject-hooks cycler jsonpointer asn1crypto build kubernetes mako google-api-python-client
dill setuptools-scm prometheus-client backoff paramiko sentry-sdk uv hf-xet opentelemetry-exporter-otlp yandexcloud
google-auth-oauthlib marshmallow uritemplate fastjsonschema google-cloud-bigquery mypy tokenizers uvloop
google-auth-httplib2 nodeenv httplib2 sqlparse transformers toml ipython msal-extensions authlib babel black
tiktoken azure-storage-blob xmltodict httptools jsonpatch httpx-sse tornado cython aiofiles pre-commit cloudpickle
identify gunicorn google-cloud-secret-manager parso traitlets cfgv executing asgiref databricks-sdk
opentelemetry-util-http jedi opentelemetry-instrumentation-requests asttokens importlib-resources pytest-xdist
google-cloud-batch pydantic-ai-slim matplotlib-inline grpc-google-iam-v1 py4j execnet python-json-logger
langchain-core jsonschema-path markdown durationpy google-analytics-admin cachecontrol webencodings stack-data
pure-eval nest-asyncio xxhash multiprocess typing-inspect isort litellm h2 gcsfs hyperframe hpack dbt-core
grpcio-health-checking pathable termcolor watchdog pymongo flatbuffers pyperclip pytest-mock debugpy pandas-stubs
dulwich pkginfo torch aioitertools mccabe installer pydantic-graph pyzmq dbt-adapters awswrangler pymysql
dataclasses-json pymupdf anthropic beartype jsonpath-ng jsonref slack-sdk cyclopts pycryptodome poetry lz4
onnxruntime ruamel-yaml-clib cattrs typedload tree-sitter aliyun-python-sdk-core dbt-common fastmcp pycodestyle
librt pygithub msrest crashtest rich-rst deepdiff langsmith rfc3339-validator rich-toolkit tinycss2 semver cleo
future sphinx smart-open invoke databricks-sql-connector xlsxwriter arrow pendulum narwhals wsproto jupyter-core
datasets google-cloud-monitoring loguru shapely argcomplete safetensors structlog text-unidecode ipykernel
py-key-value-aio backports-tarfile google-cloud-speech faker requests-file google-cloud-compute google-cloud-vision
datadog python-slugify google-cloud-kms jupyter-client notebook graphql-core pytest-json-ctrf simplejson py mistune
google-cloud-tasks comm lark types-protobuf opensearch-py opentelemetry-exporter-prometheus snowflake-sqlalchemy
brotli google-cloud-dlp google-cloud-bigtable pytokens pysocks poetry-plugin-export azure-common croniter
google-cloud-workflows typeguard responses sqlalchemy-bigquery pyflakes google-cloud-videointelligence
nvidia-nccl-cu12 xlrd google-cloud-language asyncpg bleach types-pyyaml google-cloud-resource-manager deprecation
scramp google-cloud-dataform google-cloud-os-login pbs-installer nbformat google-cloud-logging google-cloud-redis
uncalled-for colorlog nltk requests-aws4auth numba zope-interface caio argon2-cffi argon2-cffi-bindings plotly
aiofile portalocker google-ads llvmlite ipython-pygments-lexers pycryptodomex nbconvert tree-sitter-languages
google-cloud-memcache weaviate-client toolz types-python-dateutil flake8 selenium json5 findpython psycopg celery
pyee inflection redshift-connector triton pytest-timeout langchain-openai elasticsearch confluent-kafka nbclient
opentelemetry-instrumentation-fastapi click-plugins uuid-utils openapi-pydantic pylint ray pyspark async-lru kombu
humanize types-awscrt orderly-set trio google-cloud-pubsub opentelemetry-instrumentation-asgi humanfriendly asyncio
jupyterlab playwright botocore-stubs mdit-py-plugins openapi-spec-validator jupyter-server
`
  .trim()
  .split(/\s+/)
