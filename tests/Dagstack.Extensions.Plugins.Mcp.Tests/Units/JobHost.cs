using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>A container with the plugin <c>job:py</c>, a Python program that runs units of work.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServiceProvider _services;

    private JobHost()
    {
        _folder.Write("py/units.py", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "units.py")));
        _folder.Write("py/dagstack.toml", """
            [plugin]
            name = "py"
            kind = "job"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0,<1.0.0"

            [plugin.mcp_stdio]
            command = ["python3", "units.py"]

            [plugin.unit_of_work]
            declared = true
            """);
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs)).AddSingleton<IConfiguration>(new ConfigurationManager());
        services.AddDagstackPlugins(options => options.Discover(_folder.Path).AllowReload().UseMcp(static mcp => mcp.Restart.FirstDelay = TimeSpan.FromMilliseconds(10)));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public LogLines Logs { get; } = new();

    public IServiceProvider Services => _services;

    public IJob Job => _services.GetRequiredKeyedService<IJob>("job:py");

    public static async Task<JobHost> StartAsync()
    {
        var host = new JobHost();
        await host._services.SetupPluginsAsync().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Runs a unit, and reads what the plugin says of it.</summary>
    public async Task<JsonElement> RunAsync(TestUnit unit, string args, CancellationToken? cancellationToken = null) =>
        JsonElement.Parse((await unit.RunAsync(_services, "job:py", args, cancellationToken)).GetString()!);

    public Task ReadyAsync() => Wait.UntilAsync(() => _services.GetRequiredService<IPluginUnits>().IsReady(new("job", "py")), "ready");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
