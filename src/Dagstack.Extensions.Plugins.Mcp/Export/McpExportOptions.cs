using System.Security.Claims;
using Dagstack.Extensions.Plugins.Mcp.Export;

namespace Dagstack.Extensions.Plugins.Mcp;

/// <summary>Which plugins of a host are tools of a server of the Model Context Protocol, and how they are called there.</summary>
/// <remarks>See §8.8 of the plugin contract, and docs/mcp.md.</remarks>
public sealed class McpExportOptions
{
    private readonly List<string> _globs = [];
    private readonly List<ExportGlob> _parsed = [];

    /// <summary>Gets the globs that <see cref="Export"/> was given.</summary>
    /// <value>Empty by default: nothing is a tool.</value>
    public IReadOnlyList<string> Globs => _globs;

    internal IReadOnlyList<ExportGlob> Parsed => _parsed;

    /// <summary>Gets or sets a value indicating whether tools have the contract's own names, such as <c>chunker.fixed.chunk</c>.</summary>
    /// <value>
    /// False by default: clients of language models refuse dots, and the name is <c>chunker_fixed_chunk</c>, for a function of the kind <c>tool</c>
    /// <c>weather_forecast</c>. Plugins of a host find the tools either way.
    /// </value>
    public bool UseDottedNames { get; set; }

    /// <summary>Gets or sets the name that the server says of itself.</summary>
    /// <value>Null by default: that of the application's assembly.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the version that the server says of itself.</summary>
    /// <value>Null by default: that of the application's assembly.</value>
    public string? Version { get; set; }

    /// <summary>Gets or sets what clients tell language models about the server as a whole.</summary>
    /// <value>Null by default: nothing.</value>
    public string? Instructions { get; set; }

    /// <summary>Gets or sets what makes the metadata of a call: of the user whom the web server knows, null where there is none, and of what the client says.</summary>
    /// <value>
    /// Null by default: over HTTP what the client says except <c>tenant_id</c>, <c>actor</c> and <c>quota_budget</c>, which any client could say; over standard input and output, where the client
    /// has started the program, all of it. What it throws is the error of the call. Values are those that <see cref="CallMetadata"/> carries. It may be called by several threads.
    /// </value>
    public Func<ClaimsPrincipal?, IReadOnlyDictionary<string, object?>, IReadOnlyDictionary<string, object?>>? MapMetadata { get; set; }

    /// <summary>Gets or sets a value indicating whether what clients say of who they are is taken.</summary>
    internal bool IsClientTrusted { get; set; }

    /// <summary>Gets the hosts by which the server is reached over HTTP, besides those of this machine.</summary>
    /// <value>
    /// Empty by default: a request has to be for <c>localhost</c> or a loopback address, so that no page of the web reaches the server through a browser. A host is written without
    /// a port; <c>*.example.org</c> is every host below one, <c>*</c> every host. Pages of the web (<c>Origin</c>) have to be of this machine or of a host that is named: <c>*</c> names none. What is no host is an error when the server is mapped. Those in <c>AllowedHosts</c> of the application's configuration count too, except <c>*</c>.
    /// </value>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Makes plugins tools.</summary>
    /// <param name="glob">
    /// A glob over <c>kind:name</c> and <c>kind:name.hook</c>: <c>chunker:*</c> for all of a kind, <c>chunker:fixed</c> for a plugin, <c>chunker:fixed.chunk</c> for one hook. What stands
    /// before the first dot after the colon is for the plugin and what follows for the hook, so <c>*</c> and <c>?</c> do not go from one to the other; without a dot all hooks are meant.
    /// Hooks have their names in snake_case; those of the kind <c>tool</c> are its functions. Middleware, orchestrators, kinds that are in-process only, hooks that are not exposed and streams are no tools, whatever it says.
    /// </param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="glob"/> is null, empty, or has no colon.</exception>
    public McpExportOptions Export(string glob)
    {
        ArgumentException.ThrowIfNullOrEmpty(glob);
        if (!glob.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{glob}' is no glob over kind:name. Write '{glob}:*' for all plugins of the kind '{glob}', or '*:{glob}' for the plugins of that name.", nameof(glob));
        }

        _globs.Add(glob);
        _parsed.Add(new(glob));
        return this;
    }
}
