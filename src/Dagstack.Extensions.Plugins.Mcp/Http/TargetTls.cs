using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>How the certificate of a server is checked.</summary>
internal static class TargetTls
{
    /// <summary>Makes it; null for as the system does.</summary>
    /// <exception cref="SettingException">The file with the certificates to trust cannot be used.</exception>
    public static SslClientAuthenticationOptions? Make(PluginMcpHttp http, string folder)
    {
        if (!http.TlsVerify)
        {
#pragma warning disable CA5359 // The manifest says so, and it is refused in Production.
            return new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true };
#pragma warning restore CA5359
        }

        if (http.TlsCaBundle is not { } bundle)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Read(bundle, Path.GetFullPath(bundle, folder)));
        return new() { CertificateChainPolicy = policy };
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
}
