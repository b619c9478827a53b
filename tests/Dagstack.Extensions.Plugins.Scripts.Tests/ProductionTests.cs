using Chunking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>In the environment Production nothing is compiled that is not allowed by name.</summary>
public sealed class ProductionTests
{
    [Fact]
    public async Task Production_IsRefusedWithTheLineToWrite()
    {
        using var folder = new ScriptFolder().Write(Code.Lines);
        await using var host = await ScriptHost.StartAsync(folder, environment: Environments.Production);

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status().State, host.Status().Code));
        Assert.Contains("o.UseScripts(s => s.AllowInProduction(\"chunker:lines\"))", host.Status().Reason, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData("chunker:lines")]
    [InlineData("chunker:*")]
    [InlineData("*:l?nes")]
    public async Task Production_Allowed_Serves(string id)
    {
        using var folder = new ScriptFolder().Write(Code.Saying("allowed")).Write(Code.Saying("other"), "zero");
        await using var host = await ScriptHost.StartAsync(folder, s => s.AllowInProduction(id), environment: Environments.Production);

        Assert.Equal("allowed", host.Says());
        Assert.Equal(id == "chunker:*" ? PluginState.Ready : PluginState.Unavailable, host.Status("zero").State);
    }

    [Fact]
    public async Task Production_Dll_IsNotAsked()
    {
        using var folder = new ScriptFolder().Write(Code.Lines);
        await File.WriteAllTextAsync(folder.FileOf("lines", "plugin.dll"), "no assembly", TestContext.Current.CancellationToken);
        await using var host = await ScriptHost.StartAsync(folder, environment: Environments.Production);

        Assert.Equal(PluginErrorCodes.PluginLoadError, host.Status().Code);
    }

    [Fact]
    public async Task NoEnvironment_IsProduction()
    {
        using var folder = new ScriptFolder().Write(Code.Lines);
        var services = new ServiceCollection().AddLogging();
        services.AddDagstackPlugins(o => o.Discover(folder.Root).UseScripts(s => s.CacheFolder = folder.Cache));
        await using var provider = services.BuildServiceProvider();
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<PluginUnavailableException>(() => provider.GetRequiredKeyedService<IChunker>("chunker:lines").Chunk("text"));
        Assert.Contains("in the environment Production, which is that of a host that says none, the host compiles only what is allowed by name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WrongValues_AreRefused()
    {
        var options = new ScriptsOptions();

        Assert.Contains("'lines' is not of the form kind:name", Assert.Throws<FormatException>(() => options.AllowInProduction("lines")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => options.AllowInProduction(null!));
        Assert.Throws<ArgumentNullException>(() => options.AllowInProduction("chunker:lines", null!));
        Assert.Contains("'cache' is not an absolute path", Assert.Throws<ArgumentException>(() => options.CacheFolder = "cache").Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ((DagstackPluginOptions)null!).UseScripts());
    }
}
