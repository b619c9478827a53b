using System.Text;

namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Mistakes in manifests, which need no host to be seen.</summary>
internal static class ManifestMistakes
{
    public static IReadOnlyList<Mistake> All { get; } =
    [
        Of("A key with a typo", ("priorty", "5")),
        Of("A key that nobody knows", ("framework", "\"net10.0\"")),
        Of("No name", ("name", null)),
        Of("A name with capitals or blanks", ("name", "\"My Plugin\"")),
        Of("A kind in other letters", ("kind", "\"Chunker\"")),
        Of("A runtime with a typo", ("runtime", "\"in-process\"")),
        Of("A value of another type", ("priority", "\"high\"")),
        Of("A version without quotes", ("version", "1.0")),
        Of("A text without quotes", ("license", "Apache-2.0")),
        Of("A text that does not end", ("description", "\"Splits")),
        Of("A key twice", ("kind ", "\"chunker\"")),
        Mistake.Manifest("A table twice", "validate", Mistake.Of() + "[plugin.resources]\nrequired = []\n[plugin.resources]\noptional = []\n"),
        Mistake.Manifest("A table with a typo", "validate", Mistake.Sound.Replace("[plugin]", "[plugn]", StringComparison.Ordinal)),
        Mistake.Manifest("No table", "validate", Mistake.Sound.Replace("[plugin]", string.Empty, StringComparison.Ordinal)),
        Mistake.Manifest("A colon for an equals sign", "validate", Mistake.Sound.Replace("name =", "name:", StringComparison.Ordinal)),
        Mistake.Bytes("A file in UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Mistake.Sound)]),
        Mistake.Bytes("A file in Latin-1", [.. Encoding.UTF8.GetBytes(Mistake.Sound + "description = \""), 0xE9, (byte)'"']),
        Mistake.Bytes("An empty file", []),
        Of("A range of versions that is none", ("core_version", "\"latest\"")),
        Of("A plugin for a newer version", ("core_version", "\">=9.0\"")),
        Of("A version of the manifest that does not exist", ("schema_version", "\"2\"")),
        Of("An entry point without a class", ("entry_point", "\"plugin\"")),
        Of("An entry point with .dll", ("entry_point", "\"plugin.dll:Broken\"")),
        Of("An entry point with a path", ("entry_point", "\"bin/plugin:Broken\"")),
        Of("A server without a command", ("runtime", "\"mcp_stdio\""), ("entry_point", null)),
        Of("A command in one text", ("runtime", "\"mcp_stdio\""), ("entry_point", null), ("mcp_stdio.command", "\"python3 server.py\"")),
        Of("A server over HTTP without an address", ("runtime", "\"mcp_http\""), ("entry_point", null)),
        Of("An address that is none", ("runtime", "\"mcp_http\""), ("entry_point", null), ("mcp_http.url", "\"localhost:8080/mcp\"")),
        Of("A plugin that depends on itself", ("depends_on", "[\"broken\"]")) with { IsWarning = true },
        Of("A value that is nested too deep", ("metadata", $"{{ x = {new string('[', 500)}{new string(']', 500)} }}")),
        Json("A comma too many in JSON", "\"kind\": \"chunker\","),
        Json("A comment in JSON", "\"kind\": \"chunker\" // ours"),
    ];

    private static Mistake Of(string name, params (string Key, string? Value)[] changes) => Mistake.Manifest(name, "validate", Mistake.Of(changes));

    private static Mistake Json(string name, string line) => new(name, "validate", folder => folder.Write("plugins/broken/dagstack.json", $$"""
        { "plugin": {
          "name": "broken", "runtime": "in_process", "core_version": ">=0.1.0", "entry_point": "plugin:Broken",
          {{line}}
        } }
        """));
}
