using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The way of a new user: an empty folder, the packages, and what the pages print, in their order.</summary>
public sealed class GuideTests(PackageFeed feed, ITestOutputHelper output)
{
    /// <summary>What the pages print, and what is done after each.</summary>
    private static readonly (string Page, string[] Command, string Shows)[] s_steps =
    [
        ("../README.md", ["run", "--project", "Host"], "15: !"),
        ("writing-a-plugin.md", ["build", "Lines", "--nologo"], "0 Warning(s)"),
        ("testing-a-plugin.md", ["test", "--project", "Lines.Tests", "--no-progress", "--no-ansi"], "failed: 0"),
    ];

    [Fact]
    public async Task NewUser_WritesWhatThePagesPrint_HasAContractAPluginItsTestsAndAHost()
    {
        using var repository = new UserRepository(feed);
        var times = new List<string>();
        foreach (var (page, command, shows) in s_steps)
        {
            foreach (var (path, text) in Readme.ProgramsOf(page).Where(static file => !file.Path.StartsWith("samples/", StringComparison.Ordinal)))
            {
                repository.Write(path, text);
            }

            var watch = Stopwatch.StartNew();
            var result = await repository.SucceedAsync(command);
            Assert.Contains(shows, result.Output, StringComparison.Ordinal);
            times.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(page)}: dotnet {string.Join(' ', command)}: {watch.Elapsed.TotalSeconds:0.0} s"));
        }

        // CI shows it.
        times.ForEach(output.WriteLine);
        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "first-hour.txt"), times, TestContext.Current.CancellationToken);

        // The plugin of the guide is one more of the README's host.
        var host = await File.ReadAllTextAsync(repository.Combine("Host/Host.csproj"), TestContext.Current.CancellationToken);
        repository.Write("Host/Host.csproj", host.Replace("    <PluginReference", "    <PluginReference Include=\"../Lines/Lines.csproj\" />\n    <PluginReference", StringComparison.Ordinal));
        var program = await File.ReadAllTextAsync(repository.Combine("Host/Program.cs"), TestContext.Current.CancellationToken);
        repository.Write("Host/Program.cs", program.Replace("\"chunker:fixed\"", "\"chunker:lines\"", StringComparison.Ordinal));
        var run = await repository.SucceedAsync("run", "--project", "Host");
        Assert.Contains("0: Hello, dagstack!", run.Lines);
    }
}
