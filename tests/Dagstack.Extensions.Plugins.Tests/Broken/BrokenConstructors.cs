namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Plugins whose class cannot be constructed, or throws while it is.</summary>
internal static class BrokenConstructors
{
    private const string Throw = "throw new System.InvalidOperationException(\"no luck\");";

    private const string ConfigureServices = "public static void ConfigureServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services, Dagstack.Extensions.Plugins.PluginServicesContext context)";

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Constructor("constructor-private", "private Broken() { }", "has no public constructor. Make one public."),
        Constructor("constructor-of-unknown-services", "public Broken(System.Version address) { }", "nothing provides the parameter 'address' of type System.Version.", "Register Version in the host's services, or implement IPluginServices"),
        Constructor("constructor-of-own-services", "public Broken(Helper helper) { } public class Helper;", "'helper' of type Broken+Helper", "Helper is the plugin's own: implement IPluginServices"),
        Constructor("constructor-of-a-kind", "public Broken(Chunking.IChunker other) { }", "Plugins of the kind 'chunker' are found by their key", "[FromKeyedServices(\"chunker:name\")]"),
        Constructor("constructor-of-a-key", "public Broken([Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"home\")] System.Version address) { }", "'address' of type System.Version under the key 'home'"),
        Constructor("constructors-several", "public Broken(System.IServiceProvider services) { } public Broken(Dagstack.Extensions.Plugins.PluginContext context) { }", "has 2 constructors that can be called equally well: (IServiceProvider services) and (PluginContext context).", "[ActivatorUtilitiesConstructor]"),
        Constructor("constructors-marked", $"{Marked} public Broken() {{ }} {Marked} public Broken(System.IServiceProvider services) {{ }}", "has 2 constructors that are marked [ActivatorUtilitiesConstructor]", "Mark one."),
        Constructor("constructor-throws", $"public Broken() {{ {Throw} }}", "The constructor of 'Broken'", "threw System.InvalidOperationException: no luck. See to what it complains of, or correct the plugin"),
        Constructor("static-constructor-throws", $"static Broken() {{ {Throw} }}", "no luck (in the static constructor of 'Broken')"),
        Constructor("static-constructor-of-another-throws", $"public Broken() {{ new Cache(); }} class Cache {{ static Cache() {{ {Throw} }} }}", "no luck (in the static constructor of 'Cache')"),
        BrokenCode.Row("initializer-throws", $"{BrokenCode.Chunker(string.Empty)} static class Module {{ [System.Runtime.CompilerServices.ModuleInitializer] internal static void Initialize() {{ {Throw} }} }}", "no luck (in the initializer of its module). See"),
        Constructor("exception-without-text", "public Broken() { throw new Sly(); } class Sly : System.Exception { public override string Message => throw new System.NotSupportedException(); }", "threw Broken+Sly: (its message cannot be read, that threw System.NotSupportedException)"),
        Constructor("exception-in-disguise", "public Broken() { throw new Sly(); } class Sly : Dagstack.Extensions.Plugins.PluginRegistryException { public Sly() : base(\"sly\") { } public override string Code => throw new System.NotSupportedException(); public override string ToString() => throw new System.NotSupportedException(); }", "threw Broken+Sly: sly"),
        Services("services-throw", Throw, string.Empty, "ConfigureServices of 'Broken'", "no luck"),
        Services("services-incomplete", "Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Helper>(services);", "public class Helper { public Helper(System.Version address) { } }", "do not fit together", "System.Version", "Register what is missing in the plugin's ConfigureServices"),
        Services("service-throws", "Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<Helper>(services);", $"public Broken(Helper helper) {{ }} public class Helper {{ public Helper() {{ {Throw} }} }}", "cannot be constructed: something that it needs threw System.InvalidOperationException: no luck"),
    ];

    private static string Marked => "[Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructor]";

    private static BrokenPlugin Constructor(string folder, string members, params string[] says) =>
        BrokenCode.Row(folder, $"public sealed class Broken : Chunking.IChunker {{ {BrokenCode.Hook} {members} }}", says);

    private static BrokenPlugin Services(string folder, string code, string members, params string[] says) =>
        BrokenCode.Row(folder, $"public sealed class Broken : Chunking.IChunker, Dagstack.Extensions.Plugins.IPluginServices {{ {BrokenCode.Hook} {ConfigureServices} {{ {code} }} {members} }}", says);
}
