using System.Text;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Tests.Fuzz;

/// <summary>Good files with something done to them, the same for the same seed.</summary>
internal static class Mutation
{
    private static readonly string[] s_yaml =
    [
        "database:\n  host: ${H:-localhost}\n  port: \"${P:-5432}\"\n  servers:\n    - host: a\n      port: 0o755\n    - {host: b, port: 0x1F}\nlist: [1, 2.5, true, ~, 'it''s', \"q\\u00e9\\n\"]\n",
        "base: &base {a: 1, b: [x, y]}\ncopy: *base\ntext: |\n  one\n   two\nfolded: >-\n  one\n  two\nkey with blanks: !!str 12\n? explicit\n: value\n",
        "%YAML 1.2\n---\n# comment\na: 'multi\n\n  line'\nsecret: ${secret:env:X?v=1#f:-default}\ndollar: $$5\nn: -1.5e-3\n...\n",
    ];

    private static readonly string[] s_json = ["{\"a\":{\"b\":[1,-2.5e3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\",\"${A}\"]},\"c\":{},\"d\":[],\"e\":\"${secret:env:X}\"}\n"];

    private static readonly string[] s_toml =
    [
        "title = \"x\\u00e9\" # c\n[a.b]\nd = 1979-05-27T07:32:00Z\nf = [1, 2.5e3, [true], {x = 1, y.z = 'l'}]\n[[t]]\nn = 0xFF\n[[t]]\nn = 1_000\n[t.sub]\nm = \"\"\"\none \\\n  two\"\"\"\nl = '''\nraw'''\n",
        "a.b.c = 1\na.b.d = inf\n\"q k\" = nan\nt = 07:32:00\nld = 1979-05-27\nv = \"${A}\"\n[x]\n[x.y]\n",
    ];

    private static readonly string[] s_pieces =
    [
        "\0", "\uFEFF", "\t", "\r", "\n", "\u2028", "\u0085", "${", "}", "{", "[", "]", "[[", "]]", ": ", "- ", "? ", "&a ", "*a", "!!int ", "! ", "|", ">", "'", "\"", "'''", "\"\"\"", "\\", "\\u", "\\ud800", "#", "%", "@", "`",
        "---\n", "...\n", "<<: ", "=", ",", ".", "1e999", "0x", "-", "${secret:", "$$", ":-", "99999999999999999999999", "\u0007", "é", "😀", "~", "null", "1979-99-99",
    ];

    public static (byte[] Bytes, ConfigFormat Format) Of(int seed)
    {
        var random = new Random(seed);
        var format = ConfigFormat.All[random.Next(3)];
        var texts = format == ConfigFormat.Yaml ? s_yaml : format == ConfigFormat.Json ? s_json : s_toml;
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]));
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            Mutate(bytes, random);
        }

        return random.Next(40) switch
        {
            0 => (Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString([.. bytes]))).ToArray(), format),
            1 => (Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString([.. bytes])), format),
            _ => ([.. bytes], format),
        };
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 12), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 when bytes.Count > at:
                bytes[at] = (byte)random.Next(256);
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, 300)));
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(s_pieces[random.Next(s_pieces.Length)], random.Next(1, 100)))));
                break;
        }
    }
}
