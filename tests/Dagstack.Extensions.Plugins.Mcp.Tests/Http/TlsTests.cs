using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers with certificates that the system does not trust.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData("Production", "tls_ca_bundle = \"../ca.pem\"", null)]
    [InlineData("Development", "tls_verify = false", null)]
    [InlineData("Production", "", "certificate")]
    [InlineData("Production", "tls_ca_bundle = \"../other.pem\"", "certificate")]
    public async Task Start_ServerWithACertificateOfItsOwn_IsTrustedAsTheManifestSays(string environment, string http, string? reason)
    {
        using var certificate = Make("127.0.0.1");
        using var other = Make("127.0.0.1");
        await using var server = new DeskServer { Certificate = certificate };
        await server.StartAsync();
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Http = http,
            EnvironmentName = environment,
            Files = folder =>
            {
                folder.Write("ca.pem", certificate.ExportCertificatePem());
                folder.Write("other.pem", other.ExportCertificatePem());
            },
        });

        Assert.Equal(Uri.UriSchemeHttps, server.Address.Scheme);
        if (reason is null)
        {
            Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
            Assert.Equal("x", await host.Desk.ReadAsync("x", TestContext.Current.CancellationToken));
            return;
        }

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable, "refused");
        Assert.Contains(reason, host.Status.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Start_TrustedCertificateOfAnotherName_IsRefused()
    {
        using var certificate = Make("127.0.0.2");
        await using var server = new DeskServer { Certificate = certificate };
        await server.StartAsync();
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = "tls_ca_bundle = \"../ca.pem\"", Files = folder => folder.Write("ca.pem", certificate.ExportCertificatePem()) });

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable, "refused");
        Assert.Contains("RemoteCertificateNameMismatch", host.Status.Reason, StringComparison.Ordinal);
    }

    private static X509Certificate2 Make(string address)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=desk", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
