using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Whoever starts it chooses the folder that it is started in.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddDagstackPlugins(o => o.Discover("plugins/"));
await builder.Build().RunDagstackMcpAsync(e => e.Export("chunker:*"));
