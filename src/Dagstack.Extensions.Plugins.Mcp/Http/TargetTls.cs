using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>How the certificate of a server is checked.</summary>
/// <param name="setting">The key of the manifest that says it.</param>
/// <param name="trusted">The certificates to trust; null for all.</param>
internal sealed class TargetTls(string setting, X509Certificate2Collection? trusted)
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>The handlers that were told before: of an application that keeps one for several clients.</summary>
    private static readonly ConditionalWeakTable<HttpMessageHandler, TargetTls> s_told = [];

    /// <summary>Gets the key of the manifest that says it.</summary>
    public string Setting => setting;

    /// <summary>Makes it; null for as the system does.</summary>
    /// <exception cref="SettingException">The file with the certificates to trust cannot be used.</exception>
    public static TargetTls? Make(PluginMcpHttp http, string folder) =>
        !http.TlsVerify ? new("tls_verify", null)
        : http.TlsCaBundle is { } bundle ? new("tls_ca_bundle", Read(bundle, Path.GetFullPath(bundle, folder)))
        : null;

    /// <summary>Tells whether a handler is of a kind that can be told how to check.</summary>
    public static bool Knows(HttpMessageHandler handler) => handler is SocketsHttpHandler or HttpClientHandler;

    /// <summary>Has a handler check so.</summary>
    /// <returns>False if it cannot be told, or checks in a way of its own.</returns>
    public bool TryApply(HttpMessageHandler handler)
    {
        if (s_told.TryGetValue(handler, out var before))
        {
            return before.IsSame(this);
        }

        switch (handler)
        {
            case SocketsHttpHandler { SslOptions: { RemoteCertificateValidationCallback: null, CertificateChainPolicy: null } options } sockets:
                // A handler that was used says so here, and not when its options are changed.
                sockets.SslOptions = options;
                Apply(options);
                break;
            case HttpClientHandler { ServerCertificateCustomValidationCallback: null } client:
                client.ServerCertificateCustomValidationCallback = Check;
                break;
            default:
                return false;
        }

        s_told.AddOrUpdate(handler, this);
        return true;
    }

    private static X509Certificate2Collection Read(string bundle, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingException($"'mcp_http.tls_ca_bundle' is '{Excerpt.Of(bundle)}', and '{Excerpt.Printable(path)}' cannot be read: {ExceptionText.MessageOf(fault)} Name a file with certificates in PEM, relative to the plugin's folder.");
        }

        return certificates.Count > 0
            ? certificates
            : throw new SettingException($"'mcp_http.tls_ca_bundle' is '{Excerpt.Of(bundle)}', and '{Excerpt.Printable(path)}' has no certificate. One in PEM begins with -----BEGIN CERTIFICATE-----.");
    }

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return policy;
    }

    private bool IsSame(TargetTls other) => setting == other.Setting && string.Join(' ', Thumbprints()) == string.Join(' ', other.Thumbprints());

    private IEnumerable<string> Thumbprints() => trusted?.Select(static certificate => certificate.Thumbprint).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();

    private void Apply(SslClientAuthenticationOptions options)
    {
        if (trusted is not null)
        {
            options.CertificateChainPolicy = PolicyOf(trusted);
            return;
        }

#pragma warning disable CA5359 // The manifest says so, and it is refused in Production.
        options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
    }

    /// <summary>Checks as <see cref="Apply"/> has it done, where a handler takes no policy.</summary>
    private bool Check(HttpRequestMessage request, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (trusted is null)
        {
            return true;
        }

        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var own = new X509Chain { ChainPolicy = PolicyOf(trusted) };
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ForServers));
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        }

        return own.Build(certificate);
    }
}
