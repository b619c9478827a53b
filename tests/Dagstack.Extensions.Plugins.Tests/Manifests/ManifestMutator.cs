using System.Text;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Makes hostile manifests of ordinary ones: the same from the same seed.</summary>
internal sealed class ManifestMutator(int seed)
{
    private static readonly string[] s_corpus =
    [
        ManifestSamples.Guide,
        ManifestReadingTests.Whole,
        ManifestReadingTests.WholeJson,
        """{"plugin": {"name": "a", "kind": "b", "core_version": "*", "runtime": "in_process", "entry_point": "p:C", "metadata": {"x": [1, -2.5e3, "\u00e9\n", null, true]}}}""",
        "[tool.dagstack.plugin]\nname = 'a'\nkind = \"b\"\nruntime = [\"mcp_stdio\", \"wasm\"]\ncore_version = \"~=0.2,!=0.2.*\"\ncommand = \"x y\"\nenv = { A = \"1\" }\nurl = \"x\"\n",
        "plugin.name = \"a\"\nplugin.kind = \"b\"\nplugin.metadata.x.y = 0x1F\n[[other]]\na = 1\n[[other]]\n[other.a]\nb = 2026-01-02T03:04:05Z\n",
        "[plugin]\nname = \"\"\"\na\"\"\"\nkind = '''b'''\ndepends_on = [\n  \"x\", # one\n  { kind = \"llm\", name = \"y\" },\n]\nschema_version = 1\nunknown = nan\n",
        "[plugin\nname = a\nkind = ",
        """{"plugin": {"name": "a", "name": "b", "kind": """,
    ];

    private static readonly string[] s_tokens =
    [
        "[", "]", "[[", "]]", "{", "}", "\"", "'", "\"\"\"", "'''", "=", ".", ",", ":", "#", "\n", "\r", "\t", "\\", "\\u", "\\ud800", "\\U00110000", "\\q", "//", "/*",
        "1e999", "-9223372036854775809", "99999999999999999999", "0xFFFFFFFFFFFFFFFFF", "0b2", "1__0", "nan", "-inf", "2026-13-45", "25:61:61", "true", "null", "\"\"",
        "plugin", "[plugin]", "[plugin.metadata]", "[[plugin]]", "[tool.dagstack.plugin]", "name = \"x\"\n", "kind", "runtime", "a.b.c = 1\n", "\"name\": \"x\",", "plugin.name", "metadata = {}\n",
        "\0", "\u0007", "\u001B[2J", "\uFEFF", "\u2028", "\u202E", "\u00E9", "\uD83D\uDC4D", "\uD800", "\uDFFF", "\uFFFD",
    ];

    private readonly Random _random = new(seed);

    public ManifestFormat Format { get; private set; }

    /// <summary>Makes one manifest.</summary>
    public string Next()
    {
        var text = new StringBuilder(Pick(s_corpus));
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            Mutate(text);
        }

        var json = text.Length > 0 && text[0] == '{';
        Format = (_random.Next(20) == 0) != json ? ManifestFormat.Json : ManifestFormat.Toml;
        return text.ToString();
    }

    private void Mutate(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        var length = _random.Next(Math.Min(40, text.Length - at) + 1);
        switch (_random.Next(10))
        {
            case 0 when at < text.Length:
                text[at] = (char)(text[at] ^ (1 << _random.Next(8)));
                break;
            case 1:
                text.Remove(at, length);
                break;
            case 2:
                text.Length = at;
                break;
            case 3:
                text.Insert(at, text.ToString(at, length), _random.Next(1, 4));
                break;
            case 4:
                var other = Pick(s_corpus);
                var from = _random.Next(other.Length);
                text.Insert(at, other.AsSpan(from, _random.Next(other.Length - from)));
                break;
            case 5:
                text.Insert(at, Pick(s_tokens), _random.Next(10) == 0 ? _random.Next(1, 500) : 2);
                break;
            case 6:
                text.Insert(at, Nested());
                break;
            case 7:
                text.Insert(at, new string((char)('0' + _random.Next(10)), _random.Next(1, 400)));
                break;
            default:
                text.Insert(at, Pick(s_tokens));
                break;
        }
    }

    private string Nested()
    {
        var depth = _random.Next(1, 300);
        var (open, close) = _random.Next(5) switch
        {
            0 => ("[", "]"),
            1 => ("{\"a\":", "}"),
            2 => ("{a=", "}"),
            3 => ("a.", "=1"),
            _ => ("[[a]]\n[a.b]\n", string.Empty),
        };
        return string.Concat(Enumerable.Repeat(open, depth)) + (_random.Next(2) == 0 ? string.Concat(Enumerable.Repeat(close, depth)) : "1");
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
