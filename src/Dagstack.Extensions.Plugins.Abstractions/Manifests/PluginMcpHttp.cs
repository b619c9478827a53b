using System.Collections.ObjectModel;

namespace Dagstack.Extensions.Plugins;

/// <summary>Where the server of an <c>mcp_http</c> plugin is: the table <c>[plugin.mcp_http]</c>.</summary>
public sealed class PluginMcpHttp
{
    private readonly Uri? _url;
    private readonly string? _urlText;

    /// <summary>Creates the table; <see cref="Url"/> or <see cref="UrlText"/> has to be given.</summary>
    public PluginMcpHttp()
    {
    }

    internal PluginMcpHttp(ManifestValues values)
    {
        (_url, _urlText) = values["url"] is Uri url ? (url, url.OriginalString) : (null, (string?)values["url"]);
        AuthHeader = values.Get("auth_header", AuthHeader);
        AuthSecretEnv = values.Get("auth_secret_env", AuthSecretEnv);
        Timeout = values.Get("timeout_sec", Timeout);
        TlsCaBundle = values.Get("tls_ca_bundle", TlsCaBundle);
        TlsVerify = values.Get("tls_verify", TlsVerify);
        Headers = values.Get("headers", Headers);
        ToolsAllow = values.Get("tools_allow", ToolsAllow);
        ToolsDeny = values.Get("tools_deny", ToolsDeny);
    }

    /// <summary>Gets the absolute http or https address.</summary>
    /// <value>Null where it is not known before the plugin starts, since <see cref="UrlText"/> has references.</value>
    public Uri? Url
    {
        get => _url;
        init => (_url, _urlText) = (value, value?.OriginalString);
    }

    /// <summary>Gets the address as it is written, which may have references such as <c>${VAR}</c>.</summary>
    /// <value>The text of <see cref="Url"/> where it has none; null if neither was given.</value>
    public string? UrlText
    {
        get => _urlText;
        init
        {
            _urlText = value;
            _url = value is not null && !ManifestReferences.AreIn(value) && Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var url) ? url : null;
        }
    }

    /// <summary>Gets the header that authenticates.</summary>
    /// <value><c>Authorization</c> by default.</value>
    public string AuthHeader { get; init; } = "Authorization";

    /// <summary>Gets the name of the environment variable that has the secret.</summary>
    /// <value>Null for none.</value>
    public string? AuthSecretEnv { get; init; }

    /// <summary>Gets the time that a request may take.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the file with the certificates to trust.</summary>
    /// <value>Null for those that the system trusts.</value>
    public string? TlsCaBundle { get; init; }

    /// <summary>Gets a value indicating whether the server's certificate is verified.</summary>
    /// <value>True by default.</value>
    public bool TlsVerify { get; init; } = true;

    /// <summary>Gets headers of all requests, whose values may have references such as <c>${VAR}</c>.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets globs over the names of the server's tools that are functions of the plugin.</summary>
    /// <value>Empty by default, which is all of them.</value>
    public IReadOnlyList<string> ToolsAllow { get; init; } = [];

    /// <summary>Gets globs over the names of the server's tools that are not, whatever <see cref="ToolsAllow"/> says.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> ToolsDeny { get; init; } = [];

    internal ManifestValues ToValues() => new()
    {
        ["url"] = (object?)Url ?? UrlText,
        ["auth_header"] = AuthHeader,
        ["auth_secret_env"] = AuthSecretEnv,
        ["timeout_sec"] = Timeout,
        ["tls_ca_bundle"] = TlsCaBundle,
        ["tls_verify"] = TlsVerify,
        ["headers"] = Headers,
        ["tools_allow"] = ToolsAllow,
        ["tools_deny"] = ToolsDeny,
    };
}
