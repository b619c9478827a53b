using System.Runtime.Loader;
using Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Classes with [Plugin] in assemblies of the application.</summary>
public sealed class InTreePluginTests
{
    [Fact]
    public async Task AddFromAssemblies_ClassWithPlugin_HasAllThatAFolderPluginHas()
    {
        var assembly = InTree.Load("InTreeWhole", """
            public sealed class WordOptions { public string Word { get; set; } = "none"; }

            [Plugin("greeter", "whole", Priority = 7, Version = "1.2.3", Description = "Greets.", RequiredResources = new[] { "clock" }, Capabilities = new[] { "polite" }, StartupTimeoutSeconds = 5)]
            internal sealed class Whole(Clock clock, IOptions<WordOptions> options, ILogger<Whole> logger, PluginContext context, IEventSink events) : IGreeter, IDisposable
            {
                public string Greet(string name)
                {
                    logger.LogInformation("greeting");
                    return $"{options.Value.Word} {name} {clock.GetUtcNow().Year > 2000} {context.Manifest.Capabilities[0]} {context.Folder is null}";
                }

                public void Dispose() => events.Add("disposed");
            }
            """);
        var logs = new TestLogs();
        var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly), services => services.AddLogging(logging => logging.AddProvider(logs)), ("greeter:whole:word", "Hello"));
        Assert.Equal("Hello x True polite True", provider.Greeter("whole").Greet("x"));
        var status = Assert.Single(provider.Registry.Plugins);
        Assert.Equal(("InTreeWhole.dll!App.Whole", "1.2.3", 7), (status.Path, status.Version, status.Priority));
        Assert.Contains("Information plugin.greeter.whole[0] greeting", logs.Lines);
        await provider.DisposeAsync();
        Assert.Equal(["disposed"], provider.Events.Events);
    }

    [Fact]
    public async Task AddFromAssemblies_ClassThatRunsUnits_SaysSoByItsAttribute()
    {
        var assembly = InTree.Load("InTreeUnits", """
            [Plugin("greeter", "units", UnitOfWork = true, UnitPartitionKey = "name", UnitIdempotencyMode = PluginIdempotencyMode.InputHash, UnitContentHash = new[] { "name" }, UnitCheckpointable = true, UnitEstimatedSeconds = 90)]
            internal sealed class Units(IEventSink events, PluginContext context) : IGreeter
            {
                public string Greet(string name)
                {
                    var unit = context.Manifest.UnitOfWork;
                    events.Add($"{unit.Declared} {unit.PartitionKey} {unit.IdempotencyMode} {unit.ContentHash[0]} {unit.Checkpointable} {unit.EstimatedDuration}");
                    return name;
                }
            }
            """);
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        provider.Greeter("units").Greet("x");
        Assert.Equal(["True name InputHash name True 00:01:30"], provider.Events.Events);
    }

    [Fact]
    public async Task AddFromAssemblies_Class_StaysInTheDefaultContext()
    {
        var assembly = InTree.Load("InTreeContext", """
            [Plugin("greeter", "context")]
            public sealed class Context : IGreeter
            {
                public string Greet(string name) => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(Context).Assembly)!.Name!;
            }
            """);
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal("Default", provider.Greeter("context").Greet("x"));
    }

    [Fact]
    public async Task AddFromAssemblies_OptionsThatTheHostConfigures_AreTheHosts()
    {
        var assembly = InTree.Load("InTreeOptions", """
            public sealed class HostOptions { public string Word { get; set; } = "default"; }

            public sealed class Configured : IConfigureOptions<HostOptions> { public void Configure(HostOptions options) => options.Word = "host"; }

            [Plugin("greeter", "options")]
            public sealed class WithOptions(IOptions<HostOptions> options) : IGreeter { public string Greet(string name) => options.Value.Word; }
            """);
        (string, string) section = ("greeter:options:word", "section");
        await using var own = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly), null, section);
        Assert.Equal("section", own.Greeter("options").Greet("x"));

        await using var hosts = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly), services => services.AddOptions().ConfigureOptions(assembly.GetType("App.Configured")!), section);
        Assert.Equal("host", hosts.Greeter("options").Greet("x"));
    }

    [Theory]
    [InlineData("Abstract", "public abstract class Broken : IGreeter { public abstract string Greet(string name); }", "PluginLoadError", "is abstract")]
    [InlineData("Static", "public static class Broken { }", "PluginLoadError", "is static")]
    [InlineData("Generic", "public sealed class Broken<T> : IGreeter { public string Greet(string name) => name; }", "PluginLoadError", "is generic")]
    [InlineData("Contractless", "public sealed class Broken { }", "PluginLoadError", "does not implement Fixtures.IGreeter")]
    [InlineData("NoConstructor", "public sealed class Broken : IGreeter { private Broken() { } public string Greet(string name) => name; }", "PluginLoadError", "no public constructor")]
    [InlineData("Unresolvable", "public sealed class Broken(Version version) : IGreeter { public string Greet(string name) => name; }", "PluginLoadError", "'version' of type System.Version")]
    [InlineData("Undeclared", "public sealed class Broken(Clock clock) : IGreeter { public string Greet(string name) => name; }", "MissingDependency", "'clock'")]
    public async Task AddFromAssemblies_ClassThatCannotBeAPlugin_IsUnavailableAndSaysWhy(string name, string source, string code, string reason)
    {
        var assembly = InTree.Load("InTree" + name, "[Plugin(\"greeter\", \"broken\")] " + source);
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly).Add("greeter:good", new CodePlugin()));
        Assert.Equal(code, provider.Status("greeter:broken").Code);
        Assert.Contains(reason, provider.Status("greeter:broken").Reason, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Throws<PluginUnavailableException>(() => provider.Greeter("broken").Greet("x")).RootCauseCode);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:good").State);
    }

    [Theory]
    [InlineData("BadName", "\"greeter\", \"Bro ken\"", "ManifestInvalid", "'plugin.name'")]
    [InlineData("NoName", "\"greeter\", \"\"", "ManifestInvalid", "'plugin.name'")]
    [InlineData("NullName", "\"greeter\", null!", "ManifestInvalid", "'plugin.name'")]
    [InlineData("BadPriority", "\"greeter\", \"b\", Priority = -1", "ManifestInvalid", "'plugin.priority'")]
    [InlineData("BothBands", "\"greeter\", \"b\", TryFirst = true, TryLast = true", "ManifestInvalid", "both true")]
    [InlineData("NoTime", "\"greeter\", \"b\", TeardownTimeoutSeconds = 0", "ManifestInvalid", "'plugin.teardown_timeout_sec'")]
    [InlineData("BadDependency", "\"greeter\", \"b\", DependsOn = new[] { \"A B\" }", "ManifestInvalid", "'plugin.depends_on[0]'")]
    [InlineData("NoKind", "\"greter\", \"b\"", "KindUnknown", "Did you mean 'greeter'?")]
    [InlineData("OtherVersion", "\"greeter\", \"b\", KindApiVersion = \"2\"", "VersionIncompatible", "'plugin.kind_api_version'")]
    [InlineData("NullTexts", "\"greeter\", \"b\", RequiredResources = null!, Capabilities = new string[] { null! }", "ManifestInvalid", "'plugin.capabilities[0]'")]
    public async Task AddFromAssemblies_AttributeThatIsWrong_IsUnavailableByTheRulesOfAManifest(string name, string arguments, string code, string reason)
    {
        var assembly = InTree.Load("InTree" + name, $"[Plugin({arguments})] public sealed class Broken : IGreeter {{ public string Greet(string name) => name; }}");
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        var plugin = Assert.Single(provider.Registry.Plugins);
        Assert.Equal((PluginState.Unavailable, code), (plugin.State, plugin.Code));
        Assert.Contains($"InTree{name}.dll!App.Broken: ", plugin.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, plugin.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddFromAssemblies_TwoClassesOfOneIdentity_NamesBothTypes()
    {
        var assembly = InTree.Load("InTreeTwins", """
            [Plugin("greeter", "twin")] public sealed class One : IGreeter { public string Greet(string name) => name; }
            public static class Outer { [Plugin("greeter", "twin")] public sealed class Two : IGreeter { public string Greet(string name) => name; } }
            """);
        await using var provider = TestProvider.Build(o => o.AddFromAssemblies(assembly));
        var error = await Assert.ThrowsAsync<AmbiguousPluginException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["greeter:twin (InTreeTwins.dll!App.One)", "greeter:twin (InTreeTwins.dll!App.Outer+Two)"], error.Candidates);
    }

    [Fact]
    public async Task AddFromAssemblies_IdentityOfAFolder_IsAConflictUnlessReplacedInCode()
    {
        var assembly = InTree.Load("InTreeFolder", """[Plugin("greeter", "plain")] public sealed class Plain : IGreeter { public string Greet(string name) => name; }""");
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = TestProvider.Build(o => o.AddFromAssemblies(assembly).Discover(folders.Root));
        var error = await Assert.ThrowsAsync<AmbiguousPluginException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal([$"greeter:plain ({folders.ManifestOf("plain")})", "greeter:plain (InTreeFolder.dll!App.Plain)"], error.Candidates);

        await using var replaced = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly).Discover(folders.Root).Add("greeter:plain", new CodePlugin()));
        Assert.Equal("code", replaced.Greeter("plain").Greet("code"));
        Assert.Null(Assert.Single(replaced.Registry.Plugins).Path);
    }

    [Fact]
    public async Task AddFromAssemblies_SameAssemblyTwice_CountsOnce()
    {
        var assembly = InTree.Load("InTreeOnce", """[Plugin("greeter", "once")] public sealed class Once : IGreeter { public string Greet(string name) => name; }""");
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.AddFromAssemblies(assembly, assembly));
        var count = services.Count;
        services.AddDagstackPlugins(o => o.AddFromAssemblies(assembly));
        Assert.Equal(count, services.Count);
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Single(provider.GetRequiredService<IPluginRegistry>().Plugins);
    }

    [Fact]
    public async Task DependsOn_KindAndNameOrBareName_OrdersTheStart()
    {
        var assembly = InTree.Load("InTreeOrder", """
            public abstract class Base(IEventSink events, string name) : IGreeter, IPluginSetup
            {
                public string Greet(string who) => who;

                public System.Threading.Tasks.ValueTask SetupAsync(PluginContext context, System.Threading.CancellationToken cancellationToken) { events.Add(name); return default; }
            }

            [Plugin("greeter", "a", DependsOn = new[] { "greeter:b" })] public sealed class A(IEventSink events) : Base(events, "a");
            [Plugin("greeter", "b", DependsOn = new[] { "c" })] public sealed class B(IEventSink events) : Base(events, "b");
            [Plugin("greeter", "c")] public sealed class C(IEventSink events) : Base(events, "c");
            """);
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal(["c", "b", "a"], provider.Events.Events);
    }

    [Fact]
    public async Task AddFromAssemblies_TypesThatCannotBeLoaded_TheOthersAreFound()
    {
        var missing = Compiler.Compile("InTreeMissing", "namespace Missing { public class Base { } }");
        var image = InTree.Compile("InTreePartial", """
            public sealed class Lost : Missing.Base { }
            [Plugin("greeter", "there")] public sealed class There : IGreeter { public string Greet(string name) => name; }
            """, [], MetadataReference.CreateFromImage(missing));
        var assembly = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image));
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:there").State);
        Assert.Contains(logs.Lines, static line => line.Contains("[3] ", StringComparison.Ordinal) && line.Contains("InTreePartial", StringComparison.Ordinal) && line.Contains("InTreeMissing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BuildServiceProvider_TwiceWithAnInTreePlugin_GivesTwoInstances()
    {
        var assembly = InTree.Load("InTreeHosts", """[Plugin("greeter", "count")] public sealed class Count : IGreeter { private int _calls; public string Greet(string name) => (++_calls).ToString(); }""");
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.AddFromAssemblies(assembly));
        await using var one = TestProvider.Build(services);
        await using var two = TestProvider.Build(services);
        await one.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await two.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1", one.GetRequiredKeyedService<IGreeter>("greeter:count").Greet("x"));
        Assert.Equal("1", two.GetRequiredKeyedService<IGreeter>("greeter:count").Greet("x"));
    }

    [Fact]
    public void AddFromAssemblies_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(static () => new DagstackPluginOptions().AddFromAssemblies(null!));
        Assert.Throws<ArgumentNullException>(static () => new DagstackPluginOptions().AddFromAssemblies(typeof(InTreePluginTests).Assembly, null!));
    }
}
