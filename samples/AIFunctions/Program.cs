using AIFunctions;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders();
builder.Services.AddDagstackPlugins(o => o.Discover("plugins/").UseMcp());
using var host = builder.Build();
await host.StartAsync();

var missing = host.Services.GetRequiredService<IPluginRegistry>().Plugins.FirstOrDefault(static plugin => !plugin.IsServing);
if (missing is not null)
{
    Console.Error.WriteLine($"{missing.Id} does not serve: {missing.Reason}");
    return 1;
}

// What a chat client is given: new ChatOptions { Tools = await tools.AsAIToolsAsync() }
var functions = (await host.Services.GetRequiredService<ITools>().AsAIToolsAsync()).Cast<AIFunction>().ToList();
foreach (var function in functions)
{
    Console.WriteLine($"{function.Name}: {function.Description} {function.JsonSchema.GetProperty("properties")}");
}

// What it does when its model asks for a function, first with a wrong argument.
var count = functions.Single(static function => function.Name == "count_words");
Console.WriteLine(await count.InvokeAsync(new() { ["txt"] = "one two three" }));
Console.WriteLine(await count.InvokeAsync(new() { ["text"] = "one two three" }));

await host.StopAsync();
return 0;
