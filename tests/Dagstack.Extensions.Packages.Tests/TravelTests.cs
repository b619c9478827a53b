using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Plugins that are packed by their author, and serve in a host that references the package, or has it added.</summary>
public sealed class TravelTests(PackageFeed feed, TravellingPlugins plugins) : IClassFixture<TravellingPlugins>
{
    private static readonly string[] s_polite = ["Pieces.dll", "Polite.deps.json", "Polite.dll", "Polite.pdb", "dagstack.packed.json", "dagstack.toml"];

    private static string Extension => OperatingSystem.IsWindows() ? ".exe" : string.Empty;

    [Fact]
    public async Task PackageReference_Build_HasEachInItsFolderAndServes()
    {
        var output = plugins.Repository.Combine("Host/bin/Debug/net10.0");

        Assert.Equal(s_polite, plugins.Repository.Files("Host/bin/Debug/net10.0/plugins/greeter.polite"));
        Assert.Equal(TravellingPlugins.HasPython ? 3 : 2, Directory.GetDirectories(Path.Combine(output, "plugins")).Length);
        Assert.False(File.Exists(Path.Combine(output, "Pieces.dll")));
        Assert.Equal(TravellingPlugins.Greetings, await TravellingPlugins.GreetAsync(Path.Combine(output, "Host" + Extension)));
    }

    [Fact]
    public async Task PackageReference_Publish_Serves()
    {
        Assert.Equal(s_polite, plugins.Repository.Files("out/plain/plugins/greeter.polite"));
        Assert.Equal(TravellingPlugins.Greetings, await TravellingPlugins.GreetAsync(Path.Combine(plugins.Published, "Host" + Extension)));
    }

    [Fact]
    public async Task PackageReference_SingleFile_KeepsPluginsBesideIt()
    {
        var output = plugins.Repository.Combine("out/single");
        await plugins.Repository.SucceedAsync("publish", "Host", "--nologo", "-o", output, "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishSingleFile=true");

        Assert.Equal(s_polite, plugins.Repository.Files("out/single/plugins/greeter.polite"));
        Assert.DoesNotContain("Greeting.dll", plugins.Repository.Files("out/single"));
        Assert.Equal(TravellingPlugins.Greetings, await TravellingPlugins.GreetAsync(Path.Combine(output, "Host" + Extension)));
    }

    [Fact]
    public async Task Add_ToAHostThatIsPublished_Serves()
    {
        var output = plugins.BareHost("bare");
        var host = Path.Combine(output, "Host.dll");

        await plugins.DagstackAsync("pack", "Polite", "--zip", "--output", "zips");
        await plugins.DagstackAsync("add", "zips/greeter.polite.1.2.0.zip", "--host", host);
        await plugins.DagstackAsync("add", "greeter.brisk", "--host", host);
        if (TravellingPlugins.HasPython)
        {
            await plugins.DagstackAsync("pack", "rude/Rude", "--zip", "--output", "zips");
            await plugins.DagstackAsync("add", "zips/greeter.rude.0.1.0.zip", "--host", host);
        }

        Assert.Equal(TravellingPlugins.Greetings, await TravellingPlugins.GreetAsync(Path.Combine(output, "Host" + Extension)));
        await plugins.DagstackAsync("remove", "greeter:polite", "--plugins", Path.Combine(output, "plugins"));
        Assert.DoesNotContain("polite", string.Concat(await TravellingPlugins.GreetAsync(Path.Combine(output, "Host" + Extension))), StringComparison.Ordinal);
    }

    /// <summary>A host that watches sees one change, and no call fails.</summary>
    [Fact]
    public async Task Update_WhileAHostWatches_IsOneReload()
    {
        var output = plugins.BareHost("watched");
        var root = Path.Combine(output, "plugins");
        await plugins.DagstackAsync("add", "greeter.polite@1.2.0", "--to", root);
        plugins.WritePlugin("Polite", "1.3.0", "1.0.0", "How do you do, {name}?", 2);
        await plugins.DagstackAsync("pack", "Polite", "--output", "newer");
        plugins.WritePlugin("Polite", "1.2.0", "1.0.0", "Good day, {name}.", 2);
        var start = new ProcessStartInfo(Path.Combine(output, "Host" + Extension), ["watch"]) { WorkingDirectory = Path.GetTempPath(), RedirectStandardInput = true, RedirectStandardOutput = true };
        using var host = Process.Start(start)!;
        var lines = new List<string>();
        Assert.Equal("> greeter:polite: Good day, Ada. (Pieces 1.0.0.0)", await NextAsync());

        await plugins.DagstackAsync("update", "greeter:polite", "newer/greeter.polite.1.3.0.nupkg", "--plugins", root);
        string next;
        do
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await host.StandardInput.WriteLineAsync("again");
            next = await NextAsync();
        }
        while (next == "> greeter:polite: Good day, Ada. (Pieces 1.0.0.0)");

        Assert.Equal("> greeter:polite: How do you do, Ada? (Pieces 1.0.0.0)", next);
        host.StandardInput.Close();
        lines.AddRange((await host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n'));
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, host.ExitCode);
        Assert.Single(lines, static line => line.Contains("Dagstack.Extensions.Plugins[50]", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal));

        async Task<string> NextAsync()
        {
            while (true)
            {
                var line = await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                Assert.True(line is not null, string.Join('\n', lines));
                lines.Add(line);
                if (line.StartsWith("> ", StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
    }

    [Fact]
    public async Task Pack_OfAProject_TwiceIsTheSameBytes()
    {
        await plugins.DagstackAsync("pack", "Brisk", "--output", "again");

        Assert.Equal(HashOf(Path.Combine(feed.Feed, "greeter.brisk.1.0.0.nupkg")), HashOf(plugins.Repository.Combine("again/greeter.brisk.1.0.0.nupkg")));

        static string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
    }
}
