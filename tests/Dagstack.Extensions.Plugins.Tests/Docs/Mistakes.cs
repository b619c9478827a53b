using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>Mistakes that users make, and what they see. Each is made for real.</summary>
internal static class Mistakes
{
    private static readonly string s_line = Environment.NewLine;

    /// <summary>Gets the mistakes in the order of a first hour: finding, manifest, code, needs, host, calls.</summary>
    public static IReadOnlyList<(string Mistake, Func<Task<string>> Make)> All { get; } =
    [
        ("a folder that does not exist", () => StartAsync(static _ => { }, static (o, root) => o.Discover(Path.Combine(root, "plugin")))),
        ("a key that no plugin has", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter"), static (o, root) => o.Discover(root), static services => services.AddSingleton<MistypedKey>())),
        ("a key of another kind", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter"), static (o, root) => o.Discover(root), static services => services.AddSingleton<OtherKind>())),
        ("a contract without a key", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter"), static (o, root) => o.Discover(root), static services => services.AddSingleton<NoKey>())),
        ("a plugin's folder without its manifest", () => StartAsync(static folders => folders.Write("plain/plugin.dll", "x"), static (o, root) => o.Discover(root), static services => services.AddSingleton<MistypedKey>())),
        ("TOML that is none", () => ReasonAsync(static folders => folders.Write("plain/dagstack.toml", "[plugin]\nname = \"plain\nkind = \"greeter\"\n"))),
        ("a key that is no key of a manifest", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", "priorty = 3"))),
        ("a value of the wrong type", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", "priority = \"high\""))),
        ("a name that is none", () => ReasonAsync(static folders => folders.Add("Plain Greeter", "PlainGreeter", folder: "plain"))),
        ("a kind that the host does not know", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", kind: "greter"))),
        ("a runtime that is none", () => ReasonAsync(static folders => Replace(folders.Add("plain", "PlainGreeter"), "in_process", "in_proces"))),
        ("a runtime that the host does not have", () => ReasonAsync(static folders => folders.Write("plain/dagstack.toml", "[plugin]\nname = \"plain\"\nkind = \"greeter\"\nruntime = \"mcp_stdio\"\ncore_version = \"*\"\n[plugin.mcp_stdio]\ncommand = [\"greeter\"]\n"))),
        ("no entry point", () => ReasonAsync(static folders => Replace(folders.Add("plain", "PlainGreeter"), "entry_point = \"fixtures:PlainGreeter\"", string.Empty))),
        ("an entry point without a class", () => ReasonAsync(static folders => Replace(folders.Add("plain", "PlainGreeter"), "fixtures:PlainGreeter", "PlainGreeter"))),
        ("a version of the library that is not this one", () => ReasonAsync(static folders => Replace(folders.Add("plain", "PlainGreeter"), ">=0.1.0,<1.0.0", ">=7.0.0"))),
        ("a version of the contract that is not the host's", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", "kind_api_version = \"2.0\""))),
        ("an assembly that is not there", () => ReasonAsync(static folders => Replace(folders.Add("plain", "PlainGreeter"), "fixtures:", "plugin:"))),
        ("an assembly that is none", () => ReasonAsync(static folders => Overwrite(folders.Add("plain", "PlainGreeter"), "plain/fixtures.dll", "not an assembly"))),
        ("a class that is not there", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreter"))),
        ("a class that is abstract", () => ReasonAsync(static folders => folders.Add("plain", "AbstractGreeter"))),
        ("a class that is not public", () => ReasonAsync(static folders => folders.Add("plain", "InternalGreeter"))),
        ("a class that does not implement the contract", () => ReasonAsync(static folders => folders.Add("plain", "NoGreeter"))),
        ("a constructor that nobody can call", () => ReasonAsync(static folders => folders.Add("plain", "UnsatisfiableGreeter"))),
        ("a constructor that throws", () => ReasonAsync(static folders => folders.Add("plain", "ThrowingConstructorGreeter"))),
        ("a resource that is not declared", () => ReasonAsync(static folders => folders.Add("plain", "ClockGreeter"))),
        ("a resource that the host does not have", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", "[plugin.resources]\nrequired = [\"postgres\"]"))),
        ("an option out of its range", () => ReasonAsync(static folders => folders.Add("plain", "OptionsGreeter"), ("greeter:plain:repeat_count", "99"))),
        ("an option of another type", () => ReasonAsync(static folders => folders.Add("plain", "OptionsGreeter"), ("greeter:plain:RepeatCount", "many"))),
        ("a dependency that is not there", () => ReasonAsync(static folders => folders.Add("plain", "PlainGreeter", "depends_on = [\"other\"]"))),
        ("a circle of dependencies", () => StartAsync(static folders => folders.Add("a", "PlainGreeter", "depends_on = [\"b\"]").Add("b", "PlainGreeter", "depends_on = [\"a\"]"), static (o, root) => o.Discover(root))),
        ("two plugins of one name", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter").Add("plain", "PlainGreeter", folder: "copy"), static (o, root) => o.Discover(root))),
        ("two that would be the active one", () => StartAsync(static _ => { }, static (o, _) => o.Add("leader:first", new Leader("first")).Add("leader:second", new Leader("second")))),
        ("an active plugin that does not exist", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter"), static (o, root) => o.Discover(root), configuration: ("dagstack:active:greeter", "plian"))),
        ("a required plugin that does not exist", () => StartAsync(static folders => folders.Add("plain", "PlainGreeter"), static (o, root) => o.Discover(root).Require("greeter:plian"))),
        ("a required plugin that fails", () => StartAsync(static folders => folders.Add("plain", "ClockGreeter"), static (o, root) => o.Discover(root).Require("greeter:plain"))),
        ("a setup that throws", () => ReasonAsync(static folders => folders.Add("plain", "ThrowingSetup"))),
        ("a setup that does not end", () => ReasonAsync(static folders => folders.Add("plain", "HangingSetup", "startup_timeout_sec = 1"))),
        ("an object that is no plugin of its kind", () => ReasonAsync(static _ => { }, static o => o.Add("greeter:plain", new Leader("x")))),
        ("a call of a plugin that does not serve", () => CallAsync(static folders => folders.Add("plain", "ClockGreeter"), static provider => provider.Greeter("plain").Greet("x"))),
        ("a call that takes too long", () => CallAsync(
            static _ => { },
            static provider => provider.Greeter("plain").GreetAsync("x", CancellationToken.None).GetAwaiter().GetResult(),
            static o => o.Add("greeter:plain", new CodePlugin { OnGreet = static async token => { await Task.Delay(Timeout.Infinite, token); return "x"; } }).ForKind("greeter", static kind => kind.Timeout = TimeSpan.FromMilliseconds(50)))),
        ("a reload where none is allowed", () => CallAsync(static folders => folders.Add("plain", "PlainGreeter"), static provider => provider.Registry.ReloadAsync("greeter:plain").GetAwaiter().GetResult().ToString())),
        ("an identity that is none", () => CallAsync(static folders => folders.Add("plain", "PlainGreeter"), static provider => provider.Registry.DescribeConfiguration("plain")[0].ToString()!)),
    ];

    private static async Task<string> StartAsync(Action<PluginFolders> write, Action<DagstackPluginOptions, string> plugins, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration)
    {
        using var folders = new PluginFolders();
        write(folders);
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
        services?.Invoke(collection);
        collection.AddDagstackPlugins(o => plugins(o, folders.Root));
        await using var provider = collection.BuildServiceProvider();
        try
        {
            await provider.SetupPluginsAsync();
            return "It starts.";
        }
        catch (PluginRegistryException fault)
        {
            return Shown($"{fault.GetType().Name}: {fault.Message}", folders);
        }
    }

    private static Task<string> ReasonAsync(Action<PluginFolders> write, params (string Key, string Value)[] configuration) => ReasonAsync(write, static _ => { }, configuration);

    private static async Task<string> ReasonAsync(Action<PluginFolders> write, Action<DagstackPluginOptions> plugins, params (string Key, string Value)[] configuration)
    {
        using var folders = new PluginFolders();
        write(folders);
        await using var provider = await TestProvider.StartAsync(
            o =>
            {
                o.Discover(folders.Root);
                plugins(o);
            },
            null,
            configuration);
        var status = provider.Registry.Plugins[0];
        return status.IsServing ? "It serves." : Shown($"{status.Code}: {status.Reason}", folders);
    }

    private static async Task<string> CallAsync(Action<PluginFolders> write, Func<TestProvider, string> call, Action<DagstackPluginOptions>? plugins = null)
    {
        using var folders = new PluginFolders();
        write(folders);
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Discover(folders.Root);
            plugins?.Invoke(o);
        });
        try
        {
            return call(provider);
        }
        catch (Exception fault)
        {
            return Shown($"{fault.GetType().Name}: {fault.Message}", folders);
        }
    }

    private static string Shown(string message, PluginFolders folders) => message.Replace(folders.Root, "plugins", StringComparison.Ordinal).Replace("Dagstack.Extensions.Plugins.Tests.Docs.Mistakes+", string.Empty, StringComparison.Ordinal).Replace(s_line, "\n", StringComparison.Ordinal);

    private static void Replace(PluginFolders folders, string old, string text)
    {
        var file = folders.ManifestOf("plain");
        File.WriteAllText(file, File.ReadAllText(file).Replace(old, text, StringComparison.Ordinal));
    }

    private static void Overwrite(PluginFolders folders, string file, string text) => File.WriteAllText(Path.Combine(folders.Root, file), text);

    private sealed class MistypedKey([FromKeyedServices("greeter:plian")] IGreeter greeter)
    {
        public IGreeter Greeter => greeter;
    }

    private sealed class OtherKind([FromKeyedServices("greeter:plain")] ILeader leader)
    {
        public ILeader Leader => leader;
    }

    private sealed class NoKey(IGreeter greeter)
    {
        public IGreeter Greeter => greeter;
    }
}
