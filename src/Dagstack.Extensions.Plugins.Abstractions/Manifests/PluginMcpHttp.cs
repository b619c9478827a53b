using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>Where the server of an <c>mcp_http</c> plugin is: the table <c>[plugin.mcp_http]</c>.</summary>
public sealed class PluginMcpHttp
{
    /// <summary>Creates the table; the required key has to be given.</summary>
    public PluginMcpHttp()
    {
    }

    [SetsRequiredMembers]
    internal PluginMcpHttp(ManifestValues values)
    {
        Url = values.Get("url", default(Uri)!);
        AuthHeader = values.Get("auth_header", AuthHeader);
        AuthSecretEnv = values.Get("auth_secret_env", AuthSecretEnv);
        Timeout = values.Get("timeout_sec", Timeout);
        TlsCaBundle = values.Get("tls_ca_bundle", TlsCaBundle);
        TlsVerify = values.Get("tls_verify", TlsVerify);
    }

    /// <summary>Gets the absolute http or https address.</summary>
    public required Uri Url { get; init; }

    /// <summary>Gets the header that authenticates.</summary>
    public string? AuthHeader { get; init; }

    /// <summary>Gets the name of the environment variable that has the secret.</summary>
    public string? AuthSecretEnv { get; init; }

    /// <summary>Gets the time a call may take.</summary>
    /// <value>Null for the host's default.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets the file with the certificates to trust.</summary>
    public string? TlsCaBundle { get; init; }

    /// <summary>Gets a value indicating whether the server's certificate is verified.</summary>
    /// <value>True by default.</value>
    public bool TlsVerify { get; init; } = true;

    internal ManifestValues ToValues() => new()
    {
        ["url"] = Url,
        ["auth_header"] = AuthHeader,
        ["auth_secret_env"] = AuthSecretEnv,
        ["timeout_sec"] = Timeout,
        ["tls_ca_bundle"] = TlsCaBundle,
        ["tls_verify"] = TlsVerify,
    };
}
