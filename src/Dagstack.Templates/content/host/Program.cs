using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
#if (mcp)
builder.Services.AddDagstackPlugins(options => options.Discover("plugins/", optional: true).UseMcp());
#else
builder.Services.AddDagstackPlugins(options => options.Discover("plugins/", optional: true));
#endif

using var host = builder.Build();
await host.StartAsync();

// A class of yours takes a plugin by its key: [FromKeyedServices("kind:name")] in its constructor.
foreach (var plugin in host.Services.GetRequiredService<IPluginRegistry>().Plugins)
{
    Console.WriteLine(plugin);
}

await host.StopAsync();
