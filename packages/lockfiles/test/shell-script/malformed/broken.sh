pip install "open
pip install second==1.0 $(pip install third
<<EOF pip install ((( )) ${x pip
