namespace Dagstack.Extensions.Plugins.Scripts.Tests.Architecture;

/// <summary>The plugin of the sample.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Sample_Plugin_Serves()
    {
        var sample = Path.Combine(Repository.Root, "samples", "Scripts", "plugins", "lines");
        using var folder = new ScriptFolder().Write(await File.ReadAllTextAsync(Path.Combine(sample, "plugin.cs"), TestContext.Current.CancellationToken));
        File.Copy(Path.Combine(sample, "dagstack.toml"), folder.FileOf("lines", "dagstack.toml"), overwrite: true);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal([(0, "one\n"), (4, "\n"), (5, "two")], host.Chunker().Chunk("one\n\ntwo").Select(static chunk => (chunk.Offset, chunk.Text)));
    }
}
