using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Hosting;

/// <summary>Hosts whose contracts are compared with hookspecs when they start.</summary>
public sealed class UseHookspecsTests
{
    [Fact]
    public async Task Start_ContractIsWhatTheHookspecSays_SaysNothing()
    {
        using var folder = Kinds();
        using var logs = new ListLogs();

        await StartAsync(logs, o => o.UseHookspecs(folder.Path));

        Assert.Empty(logs.Warnings);
    }

    [Fact]
    public async Task Start_ContractDiffers_WarnsOfEachDifference()
    {
        using var folder = Kinds(static schema => schema.Replace("\"max_size\"", "\"size\"", StringComparison.Ordinal));
        using var logs = new ListLogs();

        await StartAsync(logs, o => o.UseHookspecs(folder.Path));

        Assert.True(logs.Warnings.Count == 2, string.Join("\n", logs.Warnings));
        Assert.Contains(logs.Warnings, static line => line.Contains("Chunking.IChunker", StringComparison.Ordinal) && line.Contains("chunk input /properties/max_size: the property 'max_size' is new", StringComparison.Ordinal));
        Assert.Contains(logs.Warnings, static line => line.Contains("chunk input /properties/size: the property 'size' is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ContractDiffersAndFailFast_DoesNotStart()
    {
        using var folder = Kinds(static schema => schema.Replace("\"max_size\"", "\"size\"", StringComparison.Ordinal));
        using var logs = new ListLogs();

        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => StartAsync(logs, o => o.UseHookspecs(folder.Path, failFast: true)));

        Assert.Contains("the property 'size' is gone", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Warnings, static line => line.Contains("IChunker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_HostFailsFast_SoDoesADifference()
    {
        using var folder = Kinds(static schema => schema.Replace("\"max_size\"", "\"size\"", StringComparison.Ordinal));
        using var logs = new ListLogs();

        await Assert.ThrowsAnyAsync<PluginRegistryException>(() => StartAsync(logs, o =>
        {
            o.FailFast = true;
            o.UseHookspecs(folder.Path);
        }));
        await StartAsync(logs, o =>
        {
            o.FailFast = true;
            o.UseHookspecs(folder.Path, failFast: false);
        });
    }

    [Fact]
    public async Task Start_BrokenHookspecAndMissingFolder_WarnAndStart()
    {
        using var folder = Kinds(static schema => "[");
        using var logs = new ListLogs();

        await StartAsync(logs, o => o.UseHookspecs(folder.Path).UseHookspecs("not/there"));

        Assert.Contains(logs.Warnings, static line => line.Contains("chunk.input.json(", StringComparison.Ordinal) && line.Contains("is not valid JSON", StringComparison.Ordinal));
        Assert.Contains(logs.Warnings, static line => line.Contains("the folder 'not/there' of UseHookspecs is neither below the content root", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_HookspecOfAnotherMajorVersion_SaysWhichThereAre()
    {
        using var folder = Kinds();
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "chunker", "v1.yaml"), TestContext.Current.CancellationToken);
        folder.WriteFile("chunker/v7.yaml", System.Text.RegularExpressions.Regex.Replace(text, "kind_api_version: .*", "kind_api_version: \"7.0.0\""));
        File.Delete(Path.Combine(folder.Path, "chunker", "v1.yaml"));
        using var logs = new ListLogs();

        await StartAsync(logs, o => o.UseHookspecs(folder.Path));

        Assert.Contains(logs.Warnings, static line => line.Contains("there are hookspecs of 7.0.0. Write v1.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_LoggerThrows_StartsAllTheSame()
    {
        using var folder = Kinds(static schema => "[");
        using var logs = new ListLogs { Throws = true };

        await StartAsync(logs, o => o.UseHookspecs(folder.Path));
    }

    [Fact]
    public async Task Start_CheckThrows_DoesNotStart()
    {
        using var logs = new ListLogs();

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => StartAsync(logs, static o => o.Services.AddSingleton<IPluginStartCheck, Thrower>()));

        Assert.Equal("of a check", fault.Message);
    }

    private static KindFolder Kinds(Func<string, string>? input = null)
    {
        var folder = new KindFolder();
        foreach (var file in HookspecEmitter.Emit(HookspecContract.Describe(PluginContracts.Find(typeof(Chunking.IChunker))!), HookspecTarget.Yaml))
        {
            folder.WriteFile(file.Path, file.Path.EndsWith("input.json", StringComparison.Ordinal) && input is not null ? input(file.Text) : file.Text);
        }

        return folder;
    }

    private static async Task StartAsync(ListLogs logs, Action<DagstackPluginOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddDagstackPlugins(o =>
        {
            o.AddKind<Chunking.IChunker>();
            configure(o);
        });
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Thrower : IPluginStartCheck
    {
        public IReadOnlyList<PluginRegistryException> Check(IReadOnlyDictionary<string, Dagstack.Extensions.Plugins.CompilerServices.PluginContract> contracts) => throw new TimeoutException("of a check");
    }
}
