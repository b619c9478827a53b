using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A host with one plugin of the kind <c>calc</c>, a Python program in a folder of its own.</summary>
internal sealed class CalcHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IHost _host;

    public CalcHost(CalcHostSettings? settings = null)
    {
        settings ??= new();
        foreach (var file in new[] { "server.py", "server.sh", "nonsense.py" })
        {
            _folder.Write($"py/{file}", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));
        }

        _folder.Write("py/dagstack.toml", $"""
            [plugin]
            name = "py"
            kind = "calc"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0,<1.0.0"
            {settings.Manifest}

            [plugin.mcp_stdio]
            command = {settings.Command}
            {settings.Stdio}
            """);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = settings.EnvironmentName });
        builder.Configuration.AddInMemoryCollection(settings.Configuration);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddDagstackPlugins(options =>
        {
            options.Discover(_folder.Path).UseMcp(settings.Mcp);
            settings.Options(options);
        });
        settings.Services(builder.Services);
        _host = builder.Build();
    }

    /// <summary>Whether there is a Python to run plugins with.</summary>
    public static bool HasPython { get; } = Processes.Children.HaveUnix && Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "python3")));

    public LogLines Logs { get; } = new();

    public string Folder => Path.Combine(_folder.Path, "py");

    public IServiceProvider Services => _host.Services;

    public ICalc Calc => Services.GetRequiredKeyedService<ICalc>("calc:py");

    public PluginStatus Status => Services.GetRequiredService<IPluginRegistry>().Find("calc:py")!;

    public static async Task<CalcHost> StartAsync(CalcHostSettings? settings = null)
    {
        var host = new CalcHost(settings);
        await host.StartAsync();
        return host;
    }

    public Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

    /// <summary>Waits until the plugin serves.</summary>
    public Task ReadyAsync() => Wait.UntilAsync(() => Status.State == PluginState.Ready, "ready");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        _folder.Dispose();
    }
}
