using static Dagstack.Extensions.Plugins.Tests.Broken.BrokenManifests;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Manifests in TOML that parse, and break a rule: one row at least for each key of the contract's table.</summary>
internal static class BrokenManifestKeys
{
    private static readonly string[] s_mcp = ["runtime = [\"in_process\", \"mcp_stdio\", \"mcp_http\"]"];

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        .. Required(),
        .. Host(),
        .. Plain(),
        .. Sections(),
        With("several-problems", "priority = \"high\"\nfalback = true\nreload = 1", "(7,12)", "'plugin.priority' is the string \"high\"", "(8,1): unknown key 'plugin.falback'. Did you mean 'fallback'?", "(9,10): 'plugin.reload' is the number 1"),
        With("tool-too", "[tool.dagstack.plugin]\nname = \"x\"", "(7,16)", "'tool.dagstack.plugin' and 'plugin' are both there", "Keep one of them."),
        Toml("tool-key", string.Join('\n', Sound("tool-key")).Replace("[plugin]", "[tool.dagstack.plugin]", StringComparison.Ordinal) + "\npriorty = 1", "chunker:tool-key", "(7,1)", "unknown key 'tool.dagstack.plugin.priorty'", "Did you mean 'priority'?"),
        Toml("tool-other", string.Join('\n', Sound("tool-other")) + "\n[tool.dagstack]\nplugins = 1", "chunker:tool-other", "(8,1)", "unknown key 'tool.dagstack.plugins'", "Did you mean 'plugin'?"),
    ];

    private static IEnumerable<BrokenPlugin> Required() =>
    [
        Without("name", "chunker", null, "'plugin.name' is missing", "name = \"fixed\""),
        Without("kind", null, null, "'plugin.kind' is missing", "kind = \"chunker\""),
        Without("runtime", "chunker", "runtime-missing", "'plugin.runtime' is missing", "runtime = \"in_process\""),
        Without("core_version", "chunker", "core_version-missing", "'plugin.core_version' is missing", "core_version = \">=0.2.0,<1.0.0\""),
        Without("entry_point", "chunker", "entry_point-missing", "'plugin.entry_point' is missing", "entry_point = \"plugin:FixedChunker\""),
        Replacing("name-wrong", "name = \"Name-Wrong\"", "(2,8)", "the string \"Name-Wrong\"", "lower case letters") with { Key = "chunker:Name-Wrong" },
        Replacing("name-number", "name = 5", "(2,8)", "the number 5", "Put it in quotes.") with { Key = null },
        Replacing("kind-wrong", "kind = \"chunker s\"", "(3,8)", "the string \"chunker s\"", "lower case letters") with { Key = "chunker s:kind-wrong" },
        Replacing("runtime-near", "runtime = \"in_proces\"", "(4,11)", "is \"in_proces\"", "Did you mean 'in_process'?"),
        Replacing("runtime-empty", "runtime = []", "(4,11)", "an empty array", "in_process, mcp_stdio or mcp_http"),
        Replacing("runtime-item", "runtime = [\"in_process\", true]", "(4,26)", "'plugin.runtime[1]' is true", "a string"),
        Replacing("core-nonsense", "core_version = \"latest\"", "(5,16)", "the string \"latest\"", "such as '>=0.2.0', '^0.2' or '0.2.x'"),
        Replacing("core-mixed", "core_version = \"^0.2,<1.0\"", "(5,16)", "it mixes PEP 440", "a range such as"),
        Replacing("core-empty", "core_version = \"\"", "(5,16)", "a range such as", "Give it a value"),
        Replacing("core-number", "core_version = 0.2", "(5,16)", "the number 0.2", "Put it in quotes."),
        Replacing("entry-no-class", "entry_point = \"plugin\"", "(6,15)", "no ':' between module and class", "such as \"plugin:FixedChunker\""),
        Replacing("entry-parent", "entry_point = \"../other:Class\"", "(6,15)", "leaves the plugin's folder with '..'"),
        Replacing("entry-absolute", "entry_point = \"/opt/other:Class\"", "(6,15)", "has an absolute path"),
        Replacing("entry-drive", "entry_point = 'C:\\other:Class'", "(6,15)", "C:\\other:Class", "has an absolute path"),
        Replacing("entry-folder", "entry_point = \"lib/plugin:Class\"", "(6,15)", "directly in the plugin's own folder"),
        Replacing("entry-dll", "entry_point = \"plugin.dll:Class\"", "(6,15)", "write 'plugin'"),
        Replacing("entry-class", "entry_point = \"plugin:My Class\"", "(6,15)", "'My Class' as class"),
        Replacing("entry-colour", "entry_point = \"plu\\u001Bgin:Class\"", "(6,15)", "plu\\u001Bgin", "is not a file name"),
    ];

    private static IEnumerable<BrokenPlugin> Host() =>
    [
        Replacing("kind-unknown", "kind = \"chunkr\"", "(3,8)", "no contract for that kind", "Did you mean 'chunker'?", "Known kinds: chunker, ") with { Code = PluginErrorCodes.KindUnknown, Key = "chunkr:kind-unknown" },
        Replacing("kind-foreign", "kind = \"translator\"", "(3,8)", "is \"translator\"", "Reference the assembly that has its contract") with { Code = PluginErrorCodes.KindUnknown, Key = "translator:kind-foreign" },
        Replacing("core-newer", "core_version = \">=9.0\"", "(5,16)", "the host has version 0.2.0", "another version of the host") with { Code = PluginErrorCodes.VersionIncompatible },
        Replacing("runtime-foreign", "runtime = \"mcp_http\"\nurl = \"http://localhost/mcp\"", "(4,11)", "asks for mcp_http", "supports in_process. Add the package Dagstack.Extensions.Plugins.Mcp and call UseMcp()") with { Code = PluginErrorCodes.RuntimeNotSupported },
        With("schema-two", "schema_version = \"2.1\"", "(7,18)", "is \"2.1\"", "write the manifest for version 1") with { Code = PluginErrorCodes.VersionIncompatible },
        With("schema-nonsense", "schema_version = \"first\"", "(7,18)", "the string \"first\"", "a version such as"),
        With("api-two", "kind_api_version = \"2\"", "(7,20)", "the major numbers must be equal", "Update the host's contract") with { Code = PluginErrorCodes.VersionIncompatible },
        With("api-nonsense", "kind_api_version = \"1.x\"", "(7,20)", "the string \"1.x\"", "a version such as"),
    ];

    private static IEnumerable<BrokenPlugin> Plain() =>
    [
        .. new[] { "version", "description", "maintainer", "license", "homepage", "health_check" }.Select(static key => With($"{key}-number", $"{key} = 1", $"(7,{key.Length + 4})", $"'plugin.{key}' is the number 1", "a string", "Put it in quotes.")),
        .. new[] { "authors", "capabilities", "supports_languages", "supports_extensions", "supports_mime_types" }.Select(static key => With($"{key}-string", $"{key} = \"x\"", $"(7,{key.Length + 4})", $"'plugin.{key}' is the string \"x\"", "Write [\"x\"].")),
        .. new[] { "tryfirst", "trylast", "in_process_only", "fallback" }.Select(static key => With($"{key}-string", $"{key} = \"true\"", $"(7,{key.Length + 4})", $"'plugin.{key}' is the string \"true\"", "Write it without quotes.")),
        .. new[] { "startup_timeout_sec", "teardown_timeout_sec" }.Select(static key => With($"{key}-zero", $"{key} = 0", $"(7,{key.Length + 4})", $"'plugin.{key}' is the number 0", "a whole number of seconds from 1")),
        With("startup-fraction", "startup_timeout_sec = 0.5", "(7,23)", "the number 0.5", "a whole number of seconds"),
        With("priority-negative", "priority = -1", "(7,12)", "the number -1", "0 or more"),
        With("priority-huge", "priority = 4294967296", "(7,12)", "the number 4294967296", "a whole number"),
        With("both-bands", "tryfirst = true\ntrylast = true", "(8,11)", "are both true", "Remove one of them."),
        With("model-near", "execution_model = \"asnyc\"", "(7,19)", "the string \"asnyc\"", "Did you mean 'async'?"),
        With("reload-unknown", "reload = \"sometimes\"", "(7,10)", "one of overlap, stop_first"),
        With("depends-string", "depends_on = \"llm\"", "(7,14)", "Write [\"llm\"]."),
        With("depends-number", "depends_on = [\"store\", 7]", "(7,24)", "'plugin.depends_on[1]' is the number 7"),
        With("depends-colon", "depends_on = [\"llm:openai\"]", "(7,15)", "Write { kind = \"llm\", name = \"openai\" }."),
        With("depends-half", "depends_on = [{ kind = \"llm\" }]", "(7,15)", "'plugin.depends_on[0].name' is missing"),
        With("depends-more", "depends_on = [{ kind = \"llm\", name = \"a\", version = \"1\" }]", "(7,43)", "unknown key 'plugin.depends_on[0].version'", "Known here: kind, name."),
        With("in-process-only", "in_process_only = true\ncommand = [\"x\"]", "(4,26)", "'plugin.runtime[1]' is \"mcp_stdio\", but 'plugin.in_process_only' is true").Replace(s_mcp[0].Replace(", \"mcp_http\"", string.Empty, StringComparison.Ordinal)),
        With("unknown-key", "[plugin.resource]\nrequired = []", "(7,9)", "unknown key 'plugin.resource'", "Did you mean 'resources'?"),
        With("unknown-foreign", "favourite_colour = 1", "(7,1)", "unknown key 'plugin.favourite_colour'", "move it to [plugin.metadata]"),
    ];

    private static IEnumerable<BrokenPlugin> Sections() =>
    [
        With("resources-array", "resources = [\"clock\"]", "(7,13)", "'plugin.resources' is an array, but must be a table", "Write it as [plugin.resources]."),
        With("resources-string", "[plugin.resources]\nrequired = \"clock\"", "(8,12)", "'plugin.resources.required' is the string \"clock\""),
        With("resources-key", "[plugin.resources]\nrequires = []", "(8,1)", "unknown key 'plugin.resources.requires'", "Did you mean 'required'?"),
        With("unit-mode", "[plugin.unit_of_work]\nidempotency_mode = \"hash\"", "(8,20)", "one of input_hash, output_hash, none"),
        With("unit-duration", "[plugin.unit_of_work]\nestimated_duration_sec = nan", "(8,26)", "the number NaN", "a number of seconds above 0"),
        With("unit-declared", "[plugin.unit_of_work]\ndeclared = 1", "(8,12)", "'plugin.unit_of_work.declared' is the number 1"),
        With("wrap-kinds", "[plugin.chain_wrap]\nkinds = \"*\"", "(8,9)", "'plugin.chain_wrap.kinds' is the string \"*\""),
        With("metadata-array", "metadata = [1]", "(7,12)", "Write it as [plugin.metadata]."),
        With("stdio-missing", "mcp_http = { url = \"http://x\" }", "(1,2)", "'plugin.mcp_stdio' is missing", "a table [plugin.mcp_stdio] with command = [").Replace(s_mcp[0]).WithoutClass(),
        With("http-missing", "command = [\"x\"]", "(1,2)", "'plugin.mcp_http' is missing", "a table [plugin.mcp_http] with url = ").Replace(s_mcp[0]),
        With("stdio-command", "[plugin.mcp_stdio]\nworking_dir = \"x\"", "(7,9)", "'plugin.mcp_stdio.command' is missing", "command = [\"python\", \"-m\", \"server\"]").Replace("runtime = \"mcp_stdio\"").WithoutClass(),
        With("stdio-empty", "[plugin.mcp_stdio]\ncommand = []", "(8,11)", "'plugin.mcp_stdio.command' is an empty array"),
        With("stdio-env", "[plugin.mcp_stdio]\ncommand = [\"x\"]\nenv = { DEBUG = 1 }", "(9,17)", "'plugin.mcp_stdio.env.DEBUG' is the number 1", "Put it in quotes."),
        With("stdio-key", "[plugin.mcp_stdio]\ncommand = [\"x\"]\ncwd = \"/\"", "(9,1)", "unknown key 'plugin.mcp_stdio.cwd'", "Known here: command, working_dir, env, startup_timeout_sec, tools_allow, tools_deny."),
        With("http-url", "[plugin.mcp_http]\nurl = \"localhost/mcp\"", "(8,7)", "'plugin.mcp_http.url' is the string \"localhost/mcp\"", "an absolute http or https address"),
        With("http-timeout", "[plugin.mcp_http]\nurl = \"http://x\"\ntimeout_sec = \"5\"", "(9,15)", "'plugin.mcp_http.timeout_sec' is the string \"5\""),
        With("flat-url", "url = \"ftp://x\"", "(7,7)", "'plugin.url' is the string \"ftp://x\""),
        With("flat-command", "command = 1", "(7,11)", "'plugin.command' is the number 1"),
        With("flat-env", "command = \"x\"\nenv = \"DEBUG=1\"", "(8,7)", "'plugin.env' is the string \"DEBUG=1\"", "Write it as [plugin.env]."),
        With("flat-and-nested", "command = [\"x\"]\n[plugin.mcp_stdio]\ncommand = [\"y\"]", "(7,1)", "'plugin.command' is the older form of a key of 'plugin.mcp_stdio'", "Move it to there."),
    ];

    private static BrokenPlugin Without(string key, string? kind, string? name, params string[] says)
    {
        var folder = $"{key}-missing";
        return Toml(folder, string.Join('\n', Sound(folder).Where(line => !line.StartsWith(key, StringComparison.Ordinal))), kind is null || name is null ? null : $"{kind}:{name}", "(1,2)", says);
    }

    /// <summary>Leaves the entry point away, without which a server needs a command. Its line stays, for the places behind it.</summary>
    private static BrokenPlugin WithoutClass(this BrokenPlugin plugin) => plugin with
    {
        Write = path =>
        {
            plugin.Write(path);
            var file = Path.Combine(path, "dagstack.toml");
            File.WriteAllText(file, File.ReadAllText(file).Replace("entry_point", "# entry_point", StringComparison.Ordinal));
        },
    };

    private static BrokenPlugin Replace(this BrokenPlugin plugin, string runtime) => plugin with
    {
        Write = path =>
        {
            plugin.Write(path);
            var file = Path.Combine(path, "dagstack.toml");
            File.WriteAllText(file, File.ReadAllText(file).Replace("runtime = \"in_process\"", runtime, StringComparison.Ordinal));
        },
    };
}
