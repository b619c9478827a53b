using static Dagstack.Extensions.Plugins.Tests.Broken.BrokenManifests;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Manifests whose text is not TOML, or says something twice.</summary>
internal static class BrokenManifestText
{
    private const string Invalid = "the file is not valid TOML: ";

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        With("key-twice", "kind = \"chunker\"", "(7,1)", "the key 'plugin.kind' is there twice", "the first is in line 3", "Remove one of them."),
        With("key-twice-inline", "metadata = { a = 1, a = 2 }", "(7,21)", "the key 'plugin.metadata.a' is there twice"),
        With("table-twice", "[plugin.resources]\n[plugin.metadata]\n[plugin.resources]", "(9,1)", "the table [plugin.resources] is there twice", "the first is in line 7"),
        With("table-over-dotted", "metadata.a.b = 1\n[plugin.metadata.a]\nc = 1", "(8,1)", "the table [plugin.metadata.a] is there already", "the dotted key in line 7 makes it"),
        With("table-over-inline", "resources = {}\n[plugin.resources]", "(8,9)", "the key 'plugin.resources' is there twice"),
        With("table-over-array", "[[plugin.metadata.x]]\n[plugin.metadata.x]", "(8,1)", "[plugin.metadata.x] is a table", "Write [[plugin.metadata.x]]"),
        Toml("dotted-over-table", "[plugin.metadata.a]\nx = 1\n" + string.Join('\n', Sound("dotted-over-table")) + "\nmetadata.a.y = 2", "chunker:dotted-over-table", "(9,1)", "the table 'plugin.metadata' is closed", "a header makes it in line 1"),
        With("string-open", "description = \"Splits", "(7,21)", Invalid, "Correct this place"),
        With("value-missing", "version =", "(7,10)", Invalid, "what comes after it has not been checked"),
        With("header-open", "[plugin.resources", "(7,18)", Invalid),
        With("no-quotes", "license = Apache-2.0", "(7,11)", Invalid),
        With("equals-twice", "license == \"MIT\"", "(7,10)", Invalid),
        With("escape", "license = \"\\q\"", "(7,13)", Invalid),
        With("control-character", "license = \"a\u0007b\"", "(7,11)", Invalid),
        With("number-huge", "priority = 99999999999999999999999999", "(7,12)", Invalid),
        With("date", "version = 2026-02-30", "(7,11)", Invalid),
        With("deep", "metadata = { x = " + new string('[', 500) + new string(']', 500) + " }", "(7,79)", "nested more than 64 levels deep", "Make it flatter."),
        Toml("no-table", "# nothing yet\n", null, "(1,1)", "the file has no table [plugin]", "Put the keys of the manifest into a table [plugin]."),
        Toml("table-near", string.Join('\n', Sound("table-near")).Replace("[plugin]", "[plugn]", StringComparison.Ordinal), "chunker:table-near", "(1,1)", "has no table [plugin]", "(1,2): unknown key 'plugn'. Did you mean 'plugin'?"),
        Toml("no-header", string.Join('\n', Sound("no-header").Skip(1)), "chunker:no-header", "(1,1)", "has no table [plugin]"),
        Toml("plugin-scalar", "plugin = \"chunker:plugin-scalar\"", null, "(1,10)", "'plugin' is the string \"chunker:plugin-scalar\", but must be a table", "Write it as [plugin]."),
        Toml("plugin-array", "[[plugin]]\nname = \"plugin-array\"", null, "(1,3)", "'plugin' is an array, but must be a table"),
        Toml("name-control", "[plugin]\nname = \"name\\ncontrol\"\nkind = \"chunker\"\nruntime = \"in_process\"\ncore_version = \"*\"\nentry_point = \"p:C\"", null, "(2,8)", "the string \"name\\u000Acontrol\"", "lower case letters"),
    ];
}
