using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Mcp;

// Whoever starts it chooses the folder that it is started in.
var folder = AppContext.BaseDirectory;
if (args is ["--http", .. var rest])
{
    var web = WebApplication.CreateBuilder(new WebApplicationOptions { Args = rest, ContentRootPath = folder });
    web.Services.AddDagstackPlugins(AddPlugins);
    var app = web.Build();
    app.MapDagstackMcp("/mcp", ChooseTools);
    await app.RunAsync();
    return;
}

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = folder });
builder.Services.AddDagstackPlugins(AddPlugins);
await builder.Build().RunDagstackMcpAsync(ChooseTools);

static void AddPlugins(DagstackPluginOptions options) => options.Discover("plugins/");

static void ChooseTools(McpExportOptions export) => export.Export("chunker:*");
