# A plugin of the kind 'calc' that starts in a millisecond: 'add' is always 3, 'do' answers with the number of its process.
[ -z "$GRANDCHILD" ] || sleep 300 &
answer() { printf '{"jsonrpc":"2.0","id":"%s",%s}\n' "$id" "$1"; }
tool() { printf '{"name":"calc.py.%s","inputSchema":{"type":"object"}}' "$1"; }
while IFS= read -r line; do
  case $line in *'"id":"'*) ;; *) continue ;; esac
  id=${line#*\"id\":\"}
  id=${id%%\"*}
  case $line in
    *'"method":"initialize"'*) answer '"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
    *'"method":"tools/list"'*) answer "\"result\":{\"tools\":[$(tool add),$(tool do),$(tool facts)]}" ;;
    *'"calc.py.add"'*) answer '"result":{"content":[],"structuredContent":{"result":3}}' ;;
    *'"calc.py.do"'*) answer "\"result\":{\"content\":[],\"structuredContent\":{\"result\":\"$$\"}}" ;;
    *'"method":"ping"'*) answer '"result":{}' ;;
    *) answer '"error":{"code":-32601,"message":"Method not found"}' ;;
  esac
done
