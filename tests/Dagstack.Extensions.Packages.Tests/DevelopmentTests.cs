namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A host that runs, and a plugin's project that is built alone, as docs/hot-reload.md says first.</summary>
public sealed class DevelopmentTests(PackageFeed feed)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Build_OfThePluginAlone_ReachesTheRunningHost()
    {
        using var repository = new UserRepository(feed);
        foreach (var (path, text) in Readme.Programs().Where(static file => file.Path.StartsWith("Chunking/", StringComparison.Ordinal)).Concat(Readme.ProgramsOf("writing-a-plugin.md")))
        {
            repository.Write(path, text);
        }

        var host = Readme.Programs().Single(static file => file.Path == "Host/Host.csproj").Text;
        repository.Write("Host/Host.csproj", host.Replace("    <PluginReference Include=\"../FixedChunker/FixedChunker.csproj\" />\n", string.Empty, StringComparison.Ordinal));
        repository.Write("Host/Program.cs", """
            using Chunking;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder();
            builder.Services.AddDagstackPlugins(o => o.Discover("../Lines/bin/Debug/net10.0").WatchForChanges());
            using var host = builder.Build();
            await host.StartAsync();
            var chunker = host.Services.GetRequiredKeyedService<IChunker>("chunker:lines");
            File.WriteAllText("../ready", chunker.Chunk("a b").Count.ToString());
            while (chunker.Chunk("a b").Count == 1)
            {
                await Task.Delay(100);
            }

            await host.StopAsync();
            Console.WriteLine("It has changed.");
            """);
        await repository.SucceedAsync("build", "Lines", "--nologo");
        await repository.SucceedAsync("build", "Host", "--nologo");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);

        var running = Tool.RunAsync(repository.Combine("Host"), "exec", "bin/Debug/net10.0/Host.dll");
        while (!File.Exists(repository.Combine("ready")) && !running.IsCompleted)
        {
            await Task.Delay(100, limit.Token);
        }

        var source = await File.ReadAllTextAsync(repository.Combine("Lines/LineChunker.cs"), TestContext.Current.CancellationToken);
        repository.Write("Lines/LineChunker.cs", source.Replace("Split('\\n')", "Split(' ')", StringComparison.Ordinal));
        await repository.SucceedAsync("build", "Lines", "--nologo");

        var run = await running.WaitAsync(limit.Token);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("It has changed.", run.Output, StringComparison.Ordinal);
    }
}
