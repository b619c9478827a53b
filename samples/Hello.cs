#:project ../src/Dagstack.Extensions.Plugins
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddDagstackPlugins(o => o.AddFromAssemblyOf<Program>());
services.AddSingleton<Welcome>();

await using var provider = services.BuildServiceProvider();
await provider.SetupPluginsAsync();
provider.GetRequiredService<Welcome>().Say("dagstack");

[PluginKind("greeter")]
public interface IGreeter
{
    [Hook(DispatchClass.Singleton)]
    string Greet(string name);
}

[Plugin("greeter", "polite")]
internal sealed class PoliteGreeter : IGreeter
{
    public string Greet(string name) => $"Good day, {name}.";
}

internal sealed class Welcome([FromKeyedServices("greeter:polite")] IGreeter greeter)
{
    public void Say(string name) => Console.WriteLine(greeter.Greet(name));
}
