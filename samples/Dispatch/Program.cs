using Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// The plugins are classes of this program. Plugins in folders are called in the same way.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDagstackPlugins(options => options.AddFromAssemblyOf<Program>());
builder.Services.AddTransient<SingletonProgram>();
builder.Services.AddTransient<CollectProgram>();
builder.Services.AddTransient<NotifyProgram>();
builder.Services.AddTransient<ChainProgram>();
builder.Services.AddTransient<CapabilityProgram>();

using var host = builder.Build();
await host.StartAsync();
host.Services.GetRequiredService<SingletonProgram>().Run();
await host.Services.GetRequiredService<CollectProgram>().RunAsync();
await host.Services.GetRequiredService<NotifyProgram>().RunAsync();
host.Services.GetRequiredService<ChainProgram>().Run();
host.Services.GetRequiredService<CapabilityProgram>().Run();
await host.StopAsync();
