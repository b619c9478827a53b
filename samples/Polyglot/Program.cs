using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Polyglot;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddDagstackPlugins(o => o.Discover("plugins/").UseMcp());
builder.Services.AddTransient<Tour>();
using var host = builder.Build();
await host.StartAsync();

// A machine without python3 or node: the plugin is unavailable, and says what is missing. All others serve.
var missing = host.Services.GetRequiredService<IPluginRegistry>().Plugins.Where(static plugin => !plugin.IsServing).ToList();
missing.ForEach(static plugin => Console.Error.WriteLine($"{plugin.Id} does not serve: {plugin.Reason}"));
if (missing.Count == 0)
{
    await host.Services.GetRequiredService<Tour>().RunAsync();
}

await host.StopAsync();
return missing.Count;
