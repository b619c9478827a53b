using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Odd;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>A container with the plugin <c>odd:odd</c>, a class in .NET in a process of its own.</summary>
internal sealed class OddHost : IAsyncDisposable
{
    private readonly TempFolder _root = new();
    private readonly ServiceProvider _services;

    private OddHost(string className, string more, Action<DagstackPluginOptions>? configure, Action<IServiceCollection>? add, bool isCpuBound)
    {
        Folder = _root.Combine("odd");
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "odd")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(Folder, "dagstack.toml");
        File.WriteAllText(manifest, $"{File.ReadAllText(manifest).Replace("OddPlugin", className, StringComparison.Ordinal).Replace("[plugin.resources]", isCpuBound ? "execution_model = \"process_cpu_bound\"\n[plugin.resources]" : "[plugin.resources]", StringComparison.Ordinal)}\n{more}");
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs)).AddSingleton<IConfiguration>(Configuration);
        services.AddDagstackPlugins(options =>
        {
            options.Discover(_root.Path).UseMcp(static mcp => mcp.Restart.FirstDelay = TimeSpan.FromMilliseconds(10)).UseTempRoot(_root.Combine("temp"));
            configure?.Invoke(options);
        });
        add?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ConfigurationManager Configuration { get; } = new();

    public LogLines Logs { get; } = new();

    public string Folder { get; }

    public string TempRoot => _root.Combine("temp");

    public IServiceProvider Services => _services;

    public IOdd Odd => _services.GetRequiredKeyedService<IOdd>("odd:odd");

    public PluginStatus Status => _services.GetRequiredService<IPluginRegistry>().Find("odd:odd")!;

    /// <summary>Starts one.</summary>
    /// <param name="className">The class of the plugin.</param>
    /// <param name="more">More tables of its manifest.</param>
    /// <param name="configure">Says more of the host's plugins.</param>
    /// <param name="add">Registers more services.</param>
    /// <param name="isCpuBound">Whether it has several processes.</param>
    /// <param name="settings">What is configured.</param>
    public static async Task<OddHost> StartAsync(string className = "OddPlugin", string more = "", Action<DagstackPluginOptions>? configure = null, Action<IServiceCollection>? add = null, bool isCpuBound = false, params (string Key, string? Value)[] settings)
    {
        var host = new OddHost(className, more, configure, add, isCpuBound);
        foreach (var (key, value) in settings)
        {
            host.Configuration[key] = value;
        }

        await host._services.SetupPluginsAsync().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        return host;
    }

    public Task<string> DoAsync(string what, string text = "") => Odd.DoAsync(what, text, TestContext.Current.CancellationToken);

    /// <summary>Waits until another process serves than one before.</summary>
    public Task AnotherAsync(string process) => Wait.UntilAsync(() => Status.State == PluginState.Ready && ProcessOrNull() is { } now && now != process, "another process");

    /// <summary>Waits until the watch has looked at everything that was written before: it has then taken in another plugin, written after it.</summary>
    public async Task SettleAsync()
    {
        var name = $"last-{Directory.GetDirectories(_root.Path).Length}";
        using var aside = new TempFolder();
        var staged = Directory.CreateDirectory(aside.Combine(name)).FullName;
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.Copy(file, Path.Combine(staged, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(staged, "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("name = \"odd\"", $"name = \"{name}\"", StringComparison.Ordinal));
        Directory.Move(staged, _root.Combine(name));
        await Wait.UntilAsync(() => _services.GetRequiredService<IPluginRegistry>().Find($"odd:{name}") is { IsServing: true }, "the watch has looked");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _root.Dispose();
    }

    private string? ProcessOrNull()
    {
        try
        {
            return Odd.DoAsync("process").GetAwaiter().GetResult();
        }
        catch (PluginUnavailableException)
        {
            return null;
        }
    }
}
