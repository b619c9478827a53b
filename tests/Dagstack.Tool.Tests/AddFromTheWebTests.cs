using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dagstack.Tool.Tests;

/// <summary>Plugins that come by https, from a server of this machine whose certificate the command is told to trust.</summary>
public sealed class AddFromTheWebTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly WebApplication _server;
    private byte[] _archive = [];
    private byte[] _package = [];

    public AddFromTheWebTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _server = builder.Build();
        _server.MapGet("/words.zip", () => Results.Bytes(_archive));
        _server.MapGet("/moved.zip", () => Results.Redirect("/words.zip"));
        _server.MapGet("/round.zip", () => Results.Redirect("/round.zip"));
        _server.MapGet("/unsafe.zip", () => Results.Redirect($"{Unsafe}/words.zip"));
        _server.MapGet("/half.zip", async (HttpContext context) =>
        {
            context.Response.ContentLength = _archive.Length;
            await context.Response.Body.WriteAsync(_archive.AsMemory(0, _archive.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });
        _server.MapGet("/endless.zip", async (HttpContext context) =>
        {
            var piece = new byte[1 << 16];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        _server.MapGet("/silent.zip", async (HttpContext context) =>
        {
            await context.Response.Body.WriteAsync(_archive.AsMemory(0, 10), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        _server.MapGet("/v3/index.json", () => Results.Text($$"""{"version":"3.0.0","resources":[{"@id":"{{Safe}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""", "application/json"));
        _server.MapGet("/flat/acme.words/index.json", () => Results.Text("""{"versions":["1.0.0"]}""", "application/json"));
        _server.MapGet("/flat/acme.words/1.0.0/acme.words.1.0.0.nupkg", () => Results.Bytes(_package));
    }

    private string Safe => _server.Urls.Single(static url => url.StartsWith("https:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private string Unsafe => _server.Urls.Single(static url => url.StartsWith("http:", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        _archive = await File.ReadAllBytesAsync(TestArchive.Write(_folder.Combine("served/words.zip")), TestContext.Current.CancellationToken);
        _package = await File.ReadAllBytesAsync(TestArchive.WritePackage(_folder.Combine("served/a.nupkg"), "Acme.Words", "1.0.0", PackTests.Python), TestContext.Current.CancellationToken);
        _folder.Write("certificate.pem", _certificate.ExportCertificatePem());
        Directory.CreateDirectory(_folder.Combine("app"));
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Add_FromAnAddress_IsThereAndUpdatedFromThere()
    {
        var added = await RunAsync("add", $"{Safe}/moved.zip?token=secret", "--sha256", Convert.ToHexStringLower(SHA256.HashData(_archive)));
        _archive = await File.ReadAllBytesAsync(TestArchive.Write(_folder.Combine("served/words.zip"), PackTests.Python.Replace("1.2.0", "1.3.0", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        var updated = await RunAsync("update");
        var still = await RunAsync("update");

        Assert.All([added, updated, still], static ran => Assert.Equal((ExitCodes.Fine, string.Empty), (ran.ExitCode, ran.Error)));
        Assert.Equal("plugins/chunker.words: chunker:words 1.2.0 -> 1.3.0.\n", updated.Output);
        Assert.Equal("plugins/chunker.words: chunker:words stays 1.3.0, and there is nothing newer.\n", still.Output);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(_folder.Combine("app/plugins/chunker.words/.dagstack-package.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsafe.zip", ExitCodes.Found, "which is not https, so that anybody on the way could change it.")]
    [InlineData("round.zip", ExitCodes.Found, "it leads on more than 5 times.")]
    [InlineData("half.zip", ExitCodes.Failed, "cannot be fetched: ")]
    [InlineData("nowhere.zip", ExitCodes.Failed, "cannot be fetched: the server answers 404 Not Found.")]
    [InlineData("endless.zip", ExitCodes.Found, "it has more than the 1048576 bytes that are allowed.")]
    [InlineData("silent.zip", ExitCodes.Failed, "cannot be fetched: no byte came for 2 seconds.")]
    public async Task Add_FromAnAddressThatDoesNotGiveIt_LeavesNothing(string name, int code, string expected)
    {
        var ran = await RunAsync("add", $"{Safe}/{name}", "--limit", "packed=1MiB", "--timeout", name == "silent.zip" ? "2" : "60");

        Assert.Equal((code, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("app")));
    }

    [Fact]
    public async Task Add_Interrupted_LeavesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the certificates that a process trusts are named by a variable.");
        using var process = DagstackProcess.Start(_folder.Combine("app"), ["add", $"{Safe}/silent.zip"], ("SSL_CERT_FILE", _folder.Combine("certificate.pem")));
        while (!File.Exists(Directory.GetFileSystemEntries(_folder.Combine("app"), ".dagstack-staging-*", new EnumerationOptions { AttributesToSkip = 0 }).Select(static staging => Path.Combine(staging, "fetched")).FirstOrDefault()))
        {
            Assert.False(process.HasExited);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("app"), "*", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Fact]
    public async Task Add_FromAServerThatNobodyVouchesFor_IsRefused()
    {
        var ran = await DagstackProcess.RunAsync(_folder.Combine("app"), "add", $"{Safe}/words.zip");

        Assert.Equal((ExitCodes.Failed, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains("certificate", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("app")));
    }

    [Fact]
    public async Task Add_FromAFeed_IsTheOneThatWasAskedFor()
    {
        var feed = $"{Safe}/v3/index.json";
        var added = await RunAsync("add", "Acme.Words", "--source", feed, "--to", "good");
        _package = await File.ReadAllBytesAsync(TestArchive.WritePackage(_folder.Combine("served/b.nupkg"), "Evil.Words", "1.0.0", PackTests.Python), TestContext.Current.CancellationToken);
        var other = await RunAsync("add", "Acme.Words", "--source", feed, "--to", "bad");

        Assert.Equal((ExitCodes.Fine, string.Empty), (added.ExitCode, added.Error));
        Assert.Equal(ExitCodes.Found, other.ExitCode);
        Assert.Contains("what the feed gives is Evil.Words 1.0.0.", other.Error, StringComparison.Ordinal);
        Assert.Equal(["good"], Directory.GetFileSystemEntries(_folder.Combine("app")).Select(Path.GetFileName));
    }

    private Task<DagstackProcess> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the certificates that a process trusts are named by a variable.");
        return DagstackProcess.RunInAsync(_folder.Combine("app"), [("SSL_CERT_FILE", _folder.Combine("certificate.pem"))], arguments);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
