using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;

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
        await AssertTrustAsync(host, server, reason);
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

    [Theory]
    [InlineData("Production", "tls_ca_bundle = \"../ca.pem\"", typeof(SocketsHttpHandler), null)]
    [InlineData("Production", "tls_ca_bundle = \"../ca.pem\"", typeof(HttpClientHandler), null)]
    [InlineData("Development", "tls_verify = false", typeof(SocketsHttpHandler), null)]
    [InlineData("Development", "tls_verify = false", typeof(HttpClientHandler), null)]
    [InlineData("Production", "", typeof(HttpClientHandler), "certificate")]
    [InlineData("Production", "tls_ca_bundle = \"../other.pem\"", typeof(SocketsHttpHandler), "certificate")]
    [InlineData("Production", "tls_ca_bundle = \"../other.pem\"", typeof(HttpClientHandler), "certificate")]
    [InlineData("Production", "tls_ca_bundle = \"../ca.pem\"", typeof(Unknown), "'mcp_http.tls_ca_bundle' of plugin")]
    [InlineData("Development", "tls_verify = false", typeof(Unknown), "'mcp_http.tls_verify' of plugin")]
    [InlineData("Production", "tls_ca_bundle = \"../ca.pem\"", typeof(Checking), "'mcp_http.tls_ca_bundle' of plugin")]
    public async Task Start_WithAHandlerOfTheApplication_IsTrustedAsTheManifestSaysOrRefused(string environment, string http, Type primary, string? reason)
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
            Services = services => services.AddHttpClient("dagstack:desk:web").ConfigurePrimaryHttpMessageHandler(() => (HttpMessageHandler)Activator.CreateInstance(primary)!),
            Files = folder =>
            {
                folder.Write("ca.pem", certificate.ExportCertificatePem());
                folder.Write("other.pem", other.ExportCertificatePem());
            },
        });

        await AssertTrustAsync(host, server, reason);
    }

    [Theory]
    [InlineData(typeof(SocketsHttpHandler))]
    [InlineData(typeof(HttpClientHandler))]
    public async Task Start_TrustedCertificateOfAnotherNameWithAHandlerOfTheApplication_IsRefused(Type primary)
    {
        using var certificate = Make("127.0.0.2");
        await using var server = new DeskServer { Certificate = certificate };
        await server.StartAsync();
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Http = "tls_ca_bundle = \"../ca.pem\"",
            Services = services => services.AddHttpClient("dagstack:desk:web").ConfigurePrimaryHttpMessageHandler(() => (HttpMessageHandler)Activator.CreateInstance(primary)!),
            Files = folder => folder.Write("ca.pem", certificate.ExportCertificatePem()),
        });

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable, "refused");
        Assert.Contains("certificate", host.Status.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    private static async Task AssertTrustAsync(DeskHost host, DeskServer server, string? reason)
    {
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

    private sealed class Unknown : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("It is not to be asked.");
    }

    /// <summary>One that checks certificates in its own way.</summary>
    private sealed class Checking : DelegatingHandler
    {
        public Checking() => InnerHandler = new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, errors) => errors == System.Net.Security.SslPolicyErrors.None } };
    }
}
