using static Dagstack.Extensions.Shared.ManifestFieldType;

namespace Dagstack.Extensions.Shared;

/// <summary>
/// The table of manifest fields. The host, the build's check, <c>[Plugin]</c>, the analyzers, the JSON Schema and the documentation
/// read it: a new field is a row here and a property of the manifest's model.
/// </summary>
internal static class ManifestFields
{
    /// <summary>The table <c>[plugin]</c>.</summary>
    public static readonly ManifestFieldSet Plugin = new(
        new(ManifestKeys.SchemaVersion, "SchemaVersion", ManifestFieldType.Version, "The version of the manifest's format. Its major number must be 1.")
        {
            Default = "\"1\"",
            Pattern = "^v?1(\\.[0-9]+)*$",
            Check = 1,
        },
        new(ManifestKeys.Name, "Id", Name, "The plugin's name, unique within its kind: lower case letters, digits, '_' and '-'.")
        {
            IsRequired = true,
            Advice = "Give the plugin a name that is unique within its kind: {0}.",
            Example = "\"fixed\"",
            Attribute = "Name",
            Check = 2,
        },
        new(ManifestKeys.Kind, "Id", Name, "The contract that the plugin implements, such as chunker. The host decides which kinds there are.")
        {
            IsRequired = true,
            Advice = "Name the contract that the plugin implements: {0}.",
            Example = "\"chunker\"",
            Attribute = "Kind",
            Check = 2,
        },
        new(
            ManifestKeys.KindApiVersion, "KindApiVersion", ManifestFieldType.Version,
            "The version of the kind's contract that the plugin is written for. Its major number must be that of the host's contract.")
        {
            Default = "\"1\"",
            Attribute = "KindApiVersion",
            Check = 3,
        },
        new(
            ManifestKeys.CoreVersion, "CoreVersion", VersionRange,
            "Which versions of the plugin system the plugin fits: a PEP 440 specifier such as >=0.2.0,<1.0.0, or a SemVer range such as ^0.2.")
        {
            IsRequired = true,
            Advice = "Say which versions of the plugin system the plugin fits: {0}.",
            Example = "\">=0.2.0,<1.0.0\"",
            Check = 4,
        },
        new(
            ManifestKeys.Runtime, "Runtimes", Runtimes,
            "Where the plugin runs: in_process, mcp_stdio, mcp_http, or what a package brings to the host. Of several, the host takes the first that it supports.")
        {
            IsRequired = true,
            Advice = "Say where the plugin runs: {0}.",
            Example = "\"in_process\"",
            Check = 5,
        },
        new(
            ManifestKeys.EntryPoint, "EntryPoint", EntryPoint,
            "The class, as module:Class. The module is module.dll in the plugin's own folder, or module.cs where the host compiles; the class is a full name, or a simple one that is unique in the assembly.")
        {
            NeededBy = ManifestRuntimes.InProcess,
            Advice = "The runtime in_process needs it: {0} is the class FixedChunker in plugin.dll.",
            Example = "\"plugin:FixedChunker\"",
            Check = 7,
        },
        new("version", "Version", Text, "The plugin's own version.") { Attribute = "Version" },
        new("description", "Description", Text, "What the plugin does, in a sentence.") { Attribute = "Description" },
        new("authors", "Authors", Texts, "Who wrote the plugin.") { Default = "[]" },
        new("maintainer", "Maintainer", Text, "Who maintains and publishes the plugin."),
        new("license", "License", Text, "The license, such as Apache-2.0."),
        new("homepage", "Homepage", Text, "The address of the plugin's home page."),
        new(ManifestKeys.Priority, "Priority", Number, "Higher is earlier and preferred. 0 to 100; 1000 and more are for middleware.") { Default = "0", Attribute = "Priority" },
        new(ManifestKeys.DependsOn, "DependsOn", Dependencies, "The plugins that must be ready before this one starts, by name, or by kind and name where the name alone is not unique.")
        {
            Default = "[]",
            Attribute = "DependsOn",
            Fields = new(
                new(ManifestKeys.Kind, "Kind", Name, "The kind.") { IsRequired = true },
                new(ManifestKeys.Name, "Name", Name, "The name within the kind.") { IsRequired = true }),
        },
        new(ManifestKeys.TryFirst, "TryFirst", Flag, "Whether the plugin comes before all others in a chain. Not together with trylast.") { Default = "false", Attribute = "TryFirst" },
        new(ManifestKeys.TryLast, "TryLast", Flag, "Whether the plugin comes after all others in a chain. Not together with tryfirst.") { Default = "false", Attribute = "TryLast" },
        new("startup_timeout_sec", "StartupTimeout", Seconds, "How long setup may take, in whole seconds.") { Default = "30", Attribute = "StartupTimeoutSeconds" },
        new("teardown_timeout_sec", "TeardownTimeout", Seconds, "How long teardown may take, in whole seconds.") { Default = "15", Attribute = "TeardownTimeoutSeconds" },
        new(ManifestKeys.ExecutionModel, "ExecutionModel", Choice, "How the plugin's work runs.")
        {
            Default = "\"sync\"",
            Choices = [ManifestKeys.Sync, ManifestKeys.Async, ManifestKeys.ThreadCpuBound, ManifestKeys.ProcessCpuBound],
        },
        new(ManifestKeys.InProcessOnly, "InProcessOnly", Flag, "Whether the plugin refuses to run in a process of its own.") { Default = "false", Check = 6 },
        new("capabilities", "Capabilities", Texts, "Tags by which calls find the plugin.") { Default = "[]", Attribute = "Capabilities" },
        new("supports_languages", "SupportsLanguages", Texts, "The languages that the plugin handles, such as en.") { Default = "[]", Attribute = "SupportsLanguages" },
        new("supports_extensions", "SupportsExtensions", Texts, "The file extensions that the plugin handles, such as .py.") { Default = "[]", Attribute = "SupportsExtensions" },
        new("supports_mime_types", "SupportsMimeTypes", Texts, "The MIME types that the plugin handles, such as text/plain.") { Default = "[]", Attribute = "SupportsMimeTypes" },
        new("fallback", "Fallback", Flag, "Whether the plugin takes what no other of its kind does. At most one per kind.") { Default = "false", Attribute = "Fallback" },
        new(ManifestKeys.Resources, "Resources", Table, "What the plugin uses of the host.")
        {
            Default = "{}",
            Fields = new(
                new(ManifestKeys.Required, "Required", Texts, "Resources without which the plugin does not start, such as clock.") { Default = "[]", Attribute = "RequiredResources" },
                new(ManifestKeys.Optional, "Optional", Texts, "Resources that may be missing.") { Default = "[]", Attribute = "OptionalResources" }),
        },
        new("unit_of_work", "UnitOfWork", Table, "How the plugin runs units of work: work that is kept, waits its turn and survives a crash.")
        {
            Default = "{}",
            Fields = new(
                new("declared", "Declared", Flag, "Whether the plugin works in units.") { Default = "false", Attribute = "UnitOfWork" },
                new("partition_key", "PartitionKey", Text, "The name of the argument whose value is the queue of a unit: units of one queue run one after the other.") { Attribute = "UnitPartitionKey" },
                new("estimated_duration_sec", "EstimatedDuration", Duration, "How long a unit takes, in seconds.") { Attribute = "UnitEstimatedSeconds" },
                new(
                    "idempotency_mode", "IdempotencyMode", Choice,
                    "How a unit that was done already is recognized.")
                {
                    Default = "\"none\"",
                    Choices = ["input_hash", "output_hash", "none"],
                    Attribute = "UnitIdempotencyMode",
                },
                new("checkpointable", "Checkpointable", Flag, "Whether a unit can go on where it was interrupted.") { Default = "false", Attribute = "UnitCheckpointable" },
                new("content_hash", "ContentHash", Texts, "The arguments that the hash of the input is made of; all by default.") { Default = "[]", Attribute = "UnitContentHash" }),
        },
        new(ManifestRuntimes.McpStdio, "McpStdio", Table, "How the child process of an mcp_stdio plugin is started.")
        {
            NeededBy = ManifestRuntimes.McpStdio,
            Unless = ManifestKeys.EntryPoint,
            Advice = "The runtime mcp_stdio needs {0}; or entry_point, for a class in .NET.",
            Example = "[\"program\", \"argument\"]",
            Check = 6,
            Fields = new(
                new(
                    "command", "Command", Command,
                    "The program and its arguments. Without one, the class that entry_point names runs in a process of the host's own program.")
                {
                    IsRequired = true,
                    Unless = ManifestKeys.EntryPoint,
                    Advice = "Write it as an array: {0}.",
                    Example = "[\"python\", \"-m\", \"server\"]",
                },
                new("working_dir", "WorkingDirectory", Text, "The folder in which the program runs; the plugin's own if it is not given."),
                new("env", "Environment", TextMap, "Environment variables for the program.") { Default = "{}" },
                new("startup_timeout_sec", "StartupTimeout", Seconds, "How long the program may take to answer for the first time, in whole seconds.") { Default = "30" },
                new("tools_allow", "ToolsAllow", Texts, "Globs over the names of the server's tools that are functions of the plugin; none for all.") { Default = "[]" },
                new("tools_deny", "ToolsDeny", Texts, "Globs over the names of the server's tools that are not, whatever tools_allow says.") { Default = "[]" }),
        },
        new(ManifestRuntimes.McpHttp, "McpHttp", Table, "Where the server of an mcp_http plugin is.")
        {
            NeededBy = ManifestRuntimes.McpHttp,
            Advice = "The runtime mcp_http needs {0}.",
            Example = "\"https://host/mcp\"",
            Check = 6,
            Fields = new(
                new("url", "Url", Address, "The server's address, http or https. What references such as ${VAR} stand for is put in when the plugin starts.") { IsRequired = true, Advice = "Write the address: {0}.", Example = "\"https://host/mcp\"" },
                new("auth_header", "AuthHeader", Text, "The header that carries the secret.") { Default = "\"Authorization\"" },
                new("auth_secret_env", "AuthSecretEnv", Text, "The environment variable that holds the secret."),
                new("timeout_sec", "Timeout", Seconds, "How long a request may take, in whole seconds.") { Default = "60" },
                new("tls_ca_bundle", "TlsCaBundle", Text, "A file with certificates to trust."),
                new("tls_verify", "TlsVerify", Flag, "Whether the server's certificate is checked.") { Default = "true" },
                new("headers", "Headers", TextMap, "Headers of all requests.") { Default = "{}" },
                new("tools_allow", "ToolsAllow", Texts, "Globs over the names of the server's tools that are functions of the plugin; none for all.") { Default = "[]" },
                new("tools_deny", "ToolsDeny", Texts, "Globs over the names of the server's tools that are not, whatever tools_allow says.") { Default = "[]" }),
        },
        new("chain_wrap", "ChainWrap", Table, "Which hooks a middleware plugin wraps.")
        {
            Fields = new(
                new("kinds", "Kinds", Texts, "Globs over kinds.") { Default = "[]" },
                new("hooks", "Hooks", Texts, "Globs over hooks.") { Default = "[]" }),
        },
        new("health_check", "HealthCheck", Text, "The plugin's own text about its health check."),
        new(
            "reload", "Reload", Choice,
            "Whether a reload sets the new plugin up before the old one is torn down, or stops the old one first.")
        {
            Default = "\"overlap\"",
            Choices = ["overlap", "stop_first"],
        },
        new(ManifestKeys.Metadata, "Metadata", FreeTable, "Free; not interpreted.") { Default = "{}" },
        new("config_schema", "ConfigSchema", FreeTable, "A JSON Schema of the plugin's configuration, kept for tools. Options are checked by their type.") { Default = "{}" },
        new("command", "McpStdio", CommandLine, "The older form of mcp_stdio.command: an array, or one line.") { NewTable = ManifestRuntimes.McpStdio, NewKey = "command", Check = 6 },
        new("env", "McpStdio", TextMap, "The older form of mcp_stdio.env.") { NewTable = ManifestRuntimes.McpStdio, NewKey = "env", Check = 6 },
        new("url", "McpHttp", Address, "The older form of mcp_http.url.") { NewTable = ManifestRuntimes.McpHttp, NewKey = "url", Check = 6 },
        new("auth", "McpHttp", Table, "The older form of mcp_http.auth_header and mcp_http.auth_secret_env.")
        {
            NewTable = ManifestRuntimes.McpHttp,
            Check = 6,
            Fields = new(
                new("type", string.Empty, Choice, "How the secret is sent.") { Default = "\"bearer\"", Choices = ["bearer"] },
                new("header", "AuthHeader", Text, "The older form of mcp_http.auth_header.") { NewKey = "auth_header" },
                new("secret_env", "AuthSecretEnv", Text, "The older form of mcp_http.auth_secret_env.") { NewKey = "auth_secret_env" })
            {
                TakesOthers = true,
            },
        });

    /// <summary>The keys of a JSON document that is the manifest itself.</summary>
    public static readonly ManifestFieldSet PluginAtTheTop = new([.. Plugin.Fields, new("$schema", string.Empty, Any, "The address of a schema, for editors.")]);

    /// <summary>The table <c>[plugin.supports]</c>, another form of the keys that begin so.</summary>
    public static readonly ManifestFieldSet Supports = new(
        new("languages", "SupportsLanguages", Texts, "supports_languages."),
        new("extensions", "SupportsExtensions", Texts, "supports_extensions."),
        new("mime_types", "SupportsMimeTypes", Texts, "supports_mime_types."));

    /// <summary>The top of a file.</summary>
    public static readonly ManifestFieldSet Root = new(
        new(ManifestKeys.Plugin, string.Empty, Table, "What a plugin says about itself.") { Fields = Plugin },
        new(ManifestKeys.Tool, string.Empty, FreeTable, "Tables of tools; the others belong to other tools."),
        new("$schema", string.Empty, Any, "The address of this schema, for editors."));

    /// <summary>The table <c>[tool.dagstack]</c>.</summary>
    public static readonly ManifestFieldSet ToolDagstack = new(
        new ManifestField(ManifestKeys.Plugin, string.Empty, Table, "What a plugin says about itself.") { Fields = Plugin });
}
