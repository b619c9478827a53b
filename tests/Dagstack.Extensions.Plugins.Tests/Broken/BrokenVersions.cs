using Chunking;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Plugins that were built against another version of something than they run with.</summary>
internal static class BrokenVersions
{
    private const string Chunk = "public sealed class Chunk { public static void Describe() { } public static int Count; }";

    private static readonly Version s_mine = typeof(IChunker).Assembly.GetName().Version!;

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Contract("contract-newer", "9.1.0.0", string.Empty, $"was built against Chunking.Contracts 9.1.0.0, and this host has {s_mine}. Update Chunking.Contracts in the host"),
        Contract("contract-method-missing", "0.1.0.0", "public Broken() { Chunking.Chunk.Describe(); }", "Method not found: 'Void Chunking.Chunk.Describe()'", $"was built against Chunking.Contracts 0.1.0.0, and Chunking.Contracts {s_mine} is loaded", "build the plugin against the host's version, or update it in the host"),
        Contract("contract-field-missing", "0.1.0.0", "public Broken() { Chunking.Chunk.Count = 1; }", "Field not found: 'Chunking.Chunk.Count'", "Chunking.Contracts 0.1.0.0"),
        Contract("contract-type-missing", "0.1.0.0", "public Broken() { new Chunking.Extra(); }", "Could not load type 'Chunking.Extra'", "Chunking.Contracts 0.1.0.0"),
        Contract("contract-of-the-same-version", s_mine.ToString(), "public Broken() { Chunking.Chunk.Describe(); }", $"another Chunking.Contracts that bears the same version, {s_mine}"),
        Contract("contract-member-not-implemented", "0.1.0.0", string.Empty, "Method 'Chunk' in type 'Broken'", "does not have an implementation", "Chunking.Contracts 0.1.0.0"),
        BrokenCode.RowOf("dependency-older", WriteOlderDependency, "Method not found: 'Void Thing.New()'", "was built against Needed.Older 2.0.0.0, and Needed.Older 1.0.0.0 is loaded", "Build or publish the plugin again"),
    ];

    private static BrokenPlugin Contract(string folder, string version, string members, params string[] says) => BrokenCode.RowOf(
        folder,
        path =>
        {
            // What members call is in this contract, and not in the host's.
            var hook = folder == "contract-member-not-implemented" ? string.Empty : "System.Collections.Generic.IReadOnlyList<Chunk> Chunk(string text, int? maxSize);";
            var contract = Compiler.Compile("Chunking.Contracts", $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] namespace Chunking {{ {Chunk} public class Extra; public interface IChunker {{ {hook} }} }}");
            BrokenCode.WriteModule(path, Compiler.Compile("plugin", $"public sealed class Broken : Chunking.IChunker {{ {(hook.Length == 0 ? string.Empty : BrokenCode.Hook)} {members} }}", MetadataReference.CreateFromImage(contract)));
        },
        says) with
    {
        Code = PluginErrorCodes.VersionIncompatible,
    };

    private static void WriteOlderDependency(string path)
    {
        BrokenCode.Write(path, "Needed.Older.dll", BrokenCode.CompileAs("Needed.Older", "[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")] public static class Thing;"));
        BrokenCode.WriteModule(path, BrokenCode.Compile(BrokenCode.Chunker("Thing.New();"), BrokenCode.CompileAs("Needed.Older", "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")] public static class Thing { public static void New() { } }")));
    }
}
