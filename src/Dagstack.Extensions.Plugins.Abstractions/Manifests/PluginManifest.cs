using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin says about itself: the table <c>[plugin]</c> of its <c>dagstack.toml</c>.</summary>
/// <remarks>
/// Read by the host from a file, or made in code for a plugin that is given in code. Every property but <see cref="Id"/>
/// has the default that the key has in a file; a manifest made in code fits any core version and runs in process.
/// </remarks>
public sealed class PluginManifest
{
    /// <summary>Creates a manifest. Its identity has to be given.</summary>
    public PluginManifest()
    {
    }

    [SetsRequiredMembers]
    internal PluginManifest(ManifestValues values)
    {
        Id = new(values.Get("kind", string.Empty), values.Get("name", string.Empty));
        SchemaVersion = values.Get("schema_version", SchemaVersion);
        KindApiVersion = values.Get("kind_api_version", KindApiVersion);
        CoreVersion = values.Get("core_version", CoreVersion);
        Runtimes = values.Get("runtime", Runtimes);
        EntryPoint = values.Get("entry_point", EntryPoint);
        Version = values.Get("version", Version);
        Description = values.Get("description", Description);
        Authors = values.Get("authors", Authors);
        Maintainer = values.Get("maintainer", Maintainer);
        License = values.Get("license", License);
        Homepage = values.Get("homepage", Homepage);
        Priority = values.Get("priority", Priority);
        DependsOn = values.Get("depends_on", DependsOn);
        TryFirst = values.Get("tryfirst", TryFirst);
        TryLast = values.Get("trylast", TryLast);
        StartupTimeout = values.Get("startup_timeout_sec", StartupTimeout);
        TeardownTimeout = values.Get("teardown_timeout_sec", TeardownTimeout);
        ExecutionModel = values.Choice("execution_model", ExecutionModel);
        InProcessOnly = values.Get("in_process_only", InProcessOnly);
        Capabilities = values.Get("capabilities", Capabilities);
        SupportsLanguages = values.Get("supports_languages", SupportsLanguages);
        SupportsExtensions = values.Get("supports_extensions", SupportsExtensions);
        SupportsMimeTypes = values.Get("supports_mime_types", SupportsMimeTypes);
        Fallback = values.Get("fallback", Fallback);
        Resources = values.Table("resources") is { } resources ? new(resources) : Resources;
        UnitOfWork = values.Table("unit_of_work") is { } unit ? new(unit) : UnitOfWork;
        McpStdio = values.Table("mcp_stdio") is { } stdio ? new(stdio) : McpStdio;
        McpHttp = values.Table("mcp_http") is { } http ? new(http) : McpHttp;
        ChainWrap = values.Table("chain_wrap") is { } wrap ? new(wrap) : ChainWrap;
        HealthCheck = values.Get("health_check", HealthCheck);
        Reload = values.Choice("reload", Reload);
        Metadata = values.Get("metadata", Metadata);
        ConfigSchema = values.Get("config_schema", ConfigSchema);
        Extensions = values.Get(ManifestValues.Extensions, Extensions);
    }

    /// <summary>Gets the identity: the keys <c>kind</c> and <c>name</c>.</summary>
    public required PluginId Id { get; init; }

    /// <summary>Gets the version of the manifest's format.</summary>
    /// <value><c>1</c> by default; the major number must be 1.</value>
    public string SchemaVersion { get; init; } = "1";

    /// <summary>Gets the version of the kind's contract that the plugin implements.</summary>
    /// <value><c>1</c> by default; its major number must be that of the contract.</value>
    public string KindApiVersion { get; init; } = "1";

    /// <summary>Gets the range of versions of the plugin system that the plugin fits, as a PEP 440 specifier or a SemVer range.</summary>
    /// <value><c>*</c>, any version, by default in code; a file must give it.</value>
    public string CoreVersion { get; init; } = "*";

    /// <summary>Gets the runtimes that the plugin can run in, the preferred one first.</summary>
    /// <value><see cref="PluginRuntimes.InProcess"/> by default in code; a file must give it.</value>
    public IReadOnlyList<string> Runtimes { get; init; } = [PluginRuntimes.InProcess];

    /// <summary>Gets the module and class of an in-process plugin.</summary>
    public PluginEntryPoint? EntryPoint { get; init; }

    /// <summary>Gets the plugin's own version.</summary>
    public string? Version { get; init; }

    /// <summary>Gets what the plugin does, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the authors.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Gets who maintains and publishes the plugin.</summary>
    public string? Maintainer { get; init; }

    /// <summary>Gets the license.</summary>
    public string? License { get; init; }

    /// <summary>Gets the address of the plugin's home page, as written.</summary>
    public string? Homepage { get; init; }

    /// <summary>Gets the priority: higher is earlier and preferred.</summary>
    /// <value>0 by default; 0 to 100 for plugins, 1000 and more for middleware.</value>
    public int Priority { get; init; }

    /// <summary>Gets the plugins that must be ready before this one starts.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<PluginDependency> DependsOn { get; init; } = [];

    /// <summary>Gets a value indicating whether the plugin is in the first band of a chain.</summary>
    /// <value>False by default; not together with <see cref="TryLast"/>.</value>
    public bool TryFirst { get; init; }

    /// <summary>Gets a value indicating whether the plugin is in the last band of a chain.</summary>
    /// <value>False by default; not together with <see cref="TryFirst"/>.</value>
    public bool TryLast { get; init; }

    /// <summary>Gets the time that setup may take.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time that teardown may take.</summary>
    /// <value>15 seconds by default.</value>
    public TimeSpan TeardownTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets how the plugin's work runs.</summary>
    /// <value><see cref="PluginExecutionModel.Sync"/> by default.</value>
    public PluginExecutionModel ExecutionModel { get; init; }

    /// <summary>Gets a value indicating whether the plugin refuses the MCP runtimes.</summary>
    /// <value>False by default.</value>
    public bool InProcessOnly { get; init; }

    /// <summary>Gets the capability tags, for routing.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Gets the languages that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> SupportsLanguages { get; init; } = [];

    /// <summary>Gets the file extensions that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> SupportsExtensions { get; init; } = [];

    /// <summary>Gets the MIME types that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> SupportsMimeTypes { get; init; } = [];

    /// <summary>Gets a value indicating whether the plugin takes what no other plugin of its kind does.</summary>
    /// <value>False by default; at most one plugin per kind.</value>
    public bool Fallback { get; init; }

    /// <summary>Gets the resources that the plugin declares.</summary>
    /// <value>None by default.</value>
    public PluginResourceNames Resources { get; init; } = new();

    /// <summary>Gets how long operations are cut into units.</summary>
    /// <value>Not declared by default.</value>
    public PluginUnitOfWork UnitOfWork { get; init; } = new();

    /// <summary>Gets how the child process of an <c>mcp_stdio</c> plugin is started.</summary>
    public PluginMcpStdio? McpStdio { get; init; }

    /// <summary>Gets where the server of an <c>mcp_http</c> plugin is.</summary>
    public PluginMcpHttp? McpHttp { get; init; }

    /// <summary>Gets which hooks a middleware plugin wraps.</summary>
    public PluginChainWrap? ChainWrap { get; init; }

    /// <summary>Gets the plugin's own text about its health check.</summary>
    public string? HealthCheck { get; init; }

    /// <summary>Gets the order in which a reload replaces the plugin.</summary>
    /// <value><see cref="PluginReloadMode.Overlap"/> by default.</value>
    public PluginReloadMode Reload { get; init; }

    /// <summary>Gets the free table <c>[plugin.metadata]</c>, not interpreted.</summary>
    /// <value>
    /// Empty by default. Values are null, <see cref="string"/> (dates too, as written), <see cref="long"/>, <see cref="double"/>,
    /// <see cref="bool"/>, <see cref="IReadOnlyList{T}"/> and <see cref="IReadOnlyDictionary{TKey, TValue}"/> of such values.
    /// </value>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Gets a JSON Schema of the plugin's configuration, for tools. Nothing is checked by it.</summary>
    /// <value>Empty by default. Values are those of <see cref="Metadata"/>.</value>
    public IReadOnlyDictionary<string, object?> ConfigSchema { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Gets the keys that begin with <c>x-</c>, which belong to whoever writes them.</summary>
    /// <value>Empty by default. Values are those of <see cref="Metadata"/>.</value>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Gets the table that is named like the runtime that the host has chosen, if that is one that a package brings.</summary>
    /// <value>Empty by default. Values are those of <see cref="Metadata"/>.</value>
    public IReadOnlyDictionary<string, object?> RuntimeSettings { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Returns the identity.</summary>
    /// <returns><c>kind:name</c>.</returns>
    public override string ToString() => Id.ToString();

    internal ManifestValues ToValues() => new()
    {
        ["kind"] = Id.Kind,
        ["name"] = Id.Name,
        ["schema_version"] = SchemaVersion,
        ["kind_api_version"] = KindApiVersion,
        ["core_version"] = CoreVersion,
        ["runtime"] = Runtimes,
        ["entry_point"] = EntryPoint,
        ["version"] = Version,
        ["description"] = Description,
        ["authors"] = Authors,
        ["maintainer"] = Maintainer,
        ["license"] = License,
        ["homepage"] = Homepage,
        ["priority"] = Priority,
        ["depends_on"] = DependsOn,
        ["tryfirst"] = TryFirst,
        ["trylast"] = TryLast,
        ["startup_timeout_sec"] = StartupTimeout,
        ["teardown_timeout_sec"] = TeardownTimeout,
        ["execution_model"] = ExecutionModel,
        ["in_process_only"] = InProcessOnly,
        ["capabilities"] = Capabilities,
        ["supports_languages"] = SupportsLanguages,
        ["supports_extensions"] = SupportsExtensions,
        ["supports_mime_types"] = SupportsMimeTypes,
        ["fallback"] = Fallback,
        ["resources"] = Resources?.ToValues(),
        ["unit_of_work"] = UnitOfWork?.ToValues(),
        ["mcp_stdio"] = McpStdio?.ToValues(),
        ["mcp_http"] = McpHttp?.ToValues(),
        ["chain_wrap"] = ChainWrap?.ToValues(),
        ["health_check"] = HealthCheck,
        ["reload"] = Reload,
        ["metadata"] = Metadata,
        ["config_schema"] = ConfigSchema,
        [ManifestValues.Extensions] = Extensions,
    };
}
