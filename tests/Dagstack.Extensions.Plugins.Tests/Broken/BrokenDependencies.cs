using System.Text;
using Chunking;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Plugins with an assembly that another one needs and that is missing or cannot be used.</summary>
internal static class BrokenDependencies
{
    private const string Library = "namespace Needed { public class Thing { public static int Number() => 1; } }";

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Row("dependency-missing", "Needed.Missing", static _ => { }, "needs the assembly Needed.Missing 0.0.0.0, which was not found", "plugin.dll' was built with it", "with <DagstackPlugin>true</DagstackPlugin>", "copy Needed.Missing.dll into the folder"),
        Row("dependency-of-aspnetcore", "Microsoft.AspNetCore.Nonexistent", static _ => { }, "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />"),
        Row("dependency-is-text", "Needed.Text", static path => BrokenCode.Write(path, "Needed.Text.dll", Encoding.UTF8.GetBytes("text")), "is not an assembly") with { File = "Needed.Text.dll" },
        Row("dependency-is-empty", "Needed.Empty", static path => BrokenCode.Write(path, "Needed.Empty.dll", []), "is empty") with { File = "Needed.Empty.dll" },
        Row("dependency-is-a-reference-assembly", "Needed.Reference", static path => BrokenCode.Write(path, "Needed.Reference.dll", BrokenCode.CompileAs("Needed.Reference", "[assembly: System.Runtime.CompilerServices.ReferenceAssembly] " + Library)), "is a reference assembly") with { File = "Needed.Reference.dll" },
        Row("dependency-is-another", "Needed.Renamed", static path => BrokenCode.Write(path, "Needed.Renamed.dll", BrokenCode.CompileAs("Another", Library)), "is really the assembly 'Another'", "A file bears the name of its assembly") with { File = "Needed.Renamed.dll" },
        Row("dependency-is-a-link-out", "Needed.Link", static path => File.CreateSymbolicLink(Path.Combine(path, "Needed.Link.dll"), typeof(IChunker).Assembly.Location), "leaves the plugin's folder", "Put the file itself into the folder.") with { File = "Needed.Link.dll" },
        Row("deps-file-broken", "Needed.Listed", static path => File.WriteAllText(Path.Combine(path, "plugin.deps.json"), "{ broken"), "which says where the dependencies of plugin", "cannot be read", "or remove it") with { File = "plugin.deps.json" },
        BrokenCode.RowOf("base-class-missing", static path => BrokenCode.WriteModule(path, BrokenCode.Compile($"public sealed class Broken : Needed.Thing, Chunking.IChunker {{ {BrokenCode.Hook} }}", BrokenCode.CompileAs("Needed.Base", Library))), "needs the assembly Needed.Base 0.0.0.0, which was not found"),
        BrokenCode.RowOf("dependency-of-a-dependency-missing", WriteChain, "needs the assembly Needed.Last", "Needed.First.dll' was built with it") with { File = "Needed.First.dll" },
        BrokenCode.Row("dependency-by-name-missing", BrokenCode.Chunker("System.Reflection.Assembly.Load(\"Needed.ByName\");"), "asks for it by name", "copy Needed.ByName.dll into the folder"),
        BrokenCode.RowOf("dependency-missing-at-setup", static path => BrokenCode.WriteModule(path, BrokenCode.Compile(Setup("Needed.Thing.Number();"), BrokenCode.CompileAs("Needed.AtSetup", Library))), "needs the assembly Needed.AtSetup"),
    ];

    private static string Setup(string code) => $$"""
        public sealed class Broken : Chunking.IChunker, Dagstack.Extensions.Plugins.IPluginSetup
        {
            {{BrokenCode.Hook}}
            public System.Threading.Tasks.ValueTask SetupAsync(Dagstack.Extensions.Plugins.PluginContext context, System.Threading.CancellationToken cancellationToken)
            {
                {{code}}
                return default;
            }
        }
        """;

    private static BrokenPlugin Row(string folder, string dependency, Action<string> also, params string[] says) => BrokenCode.RowOf(
        folder,
        path =>
        {
            BrokenCode.WriteModule(path, BrokenCode.Compile(BrokenCode.Chunker("Needed.Thing.Number();"), BrokenCode.CompileAs(dependency, Library)));
            also(path);
        },
        says);

    private static void WriteChain(string path)
    {
        var last = BrokenCode.CompileAs("Needed.Last", Library);
        var first = BrokenCode.CompileAs("Needed.First", "public static class First { public static int Number() => Needed.Thing.Number(); }", last);
        BrokenCode.Write(path, "Needed.First.dll", first);
        BrokenCode.WriteModule(path, BrokenCode.Compile(BrokenCode.Chunker("First.Number();"), first));
    }
}
