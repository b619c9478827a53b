using System.Text;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Things that a server may write.</summary>
internal static class FuzzLines
{
    private static readonly string s_long = new('x', 200_000);

    public static byte[] Any(Random random, JsonObject[] requests, int limit)
    {
        var request = requests[random.Next(requests.Length)];
        var id = request["id"]!.ToJsonString();
        var arguments = request["params"]!["arguments"]!.ToJsonString();
        var good = $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"structuredContent":{{{arguments}}},"content":[]}}""";
        var text = random.Next(23) switch
        {
            0 or 1 => good + "\n",
            2 => good[..random.Next(good.Length)] + (random.Next(2) == 0 ? "\n" : ""),
            3 => good + good + "\n",
            4 => "noise " + good + "\n",
            5 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":{{{random.Next(-33000, 10)}}},"message":"m"}}""" + "\n",
            6 => $$$"""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}""" + "\n",
            7 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"t":"{{{s_long.AsSpan(0, limit * random.Next(1, 4))}}}"}}""" + "\n",
            8 => $$$"""{"result":{"t":"{{{s_long.AsSpan(0, limit * 2)}}}","id":"d-1"},"id":{{{id}}},"jsonrpc":"2.0"}""" + "\n",
            9 => $"{{{s_long.AsSpan(0, limit * 2)}\n",
            10 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{{{new string('[', 80)}}}{{{new string(']', 80)}}}}""" + "\n",
            11 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"resultType":"input_required","requestState":"s"}}""" + "\n",
            12 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"sampling/createMessage","params":{}}""" + "\n",
            13 => """{"jsonrpc":"2.0","method":"notifications/progress","params":[1]}""" + "\n",
            14 => """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""" + "\n",
            15 => $$$"""{"jsonrpc":"2.0","id":{{{random.Next(5)}}},"result":{}}""" + "\n",
            17 => """{"jsonrpc":"2.0","error":{"code":-32700,"message":"m"}}""" + "\n",
            18 => """{"jsonrpc":"2.0","id":null,"error":{"\ud800":"\ud800","message":"\ud800"}}""" + "\n",
            19 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"isError":true,"isError":true,"content":[{"type":"text","text":"\ud800"}],"_meta":{"\ud800":1} } }""" + "\n",
            20 => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":1,"message":"m","data":"{{{s_long.AsSpan(0, limit / 2)}}}"}}""" + "\n",
            21 => """{"jsonrpc":"2.0","method":"notifications/message","params":{"\ud800":"\ud800","data":"\ud800"}}""" + "\n",
            16 => new string('\n', random.Next(5)),
            _ => null,
        };
        return text is null ? Damaged(random, good) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A good line with bytes that are not: before the id, or behind the arguments, so that it is not the good answer of another call.</summary>
    private static byte[] Damaged(Random random, string good)
    {
        var bytes = Encoding.UTF8.GetBytes(good + "\n");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(2) == 0 ? random.Next(20) : random.Next(bytes.Length - 15, bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }
}
