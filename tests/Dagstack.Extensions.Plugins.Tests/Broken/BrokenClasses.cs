namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Entry points whose class is not there or cannot be a plugin.</summary>
internal static class BrokenClasses
{
    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        BrokenCode.Row("class-missing", "public class Something;", "names the class 'Broken', which", "It has: Something.", "Correct 'entry_point', which is \"plugin:Broken\"."),
        BrokenCode.Row("class-of-nearly-that-name", "namespace Near { public class Brokn; }", "Did you mean 'Brokn'?"),
        BrokenCode.Row("class-missing-of-none", "internal class Hidden;", "It has no public class."),
        BrokenCode.Row("class-several", "namespace One { public class Broken; } namespace Two { public class Broken; }", "has several: One.Broken, Two.Broken. Write the full name in 'entry_point', as in \"plugin:One.Broken\"."),
        BrokenCode.Row("class-is-an-interface", "public interface Broken;", "is an interface, not a class."),
        BrokenCode.Row("class-is-a-structure", "public struct Broken;", "is a structure, not a class.", "Write 'class' instead of 'struct'."),
        BrokenCode.Row("class-is-an-enumeration", "public enum Broken { None }", "is an enumeration, not a class."),
        BrokenCode.Row("class-is-a-delegate", "public delegate void Broken();", "is a delegate, not a class."),
        BrokenCode.Row("class-is-static", "public static class Broken;", "is static.", "Remove 'static' and implement the contract."),
        BrokenCode.Row("class-is-abstract", $"public abstract class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }}", "is abstract. Name a class that can be constructed."),
        BrokenCode.Row("class-is-generic", $"public class Broken<T> : Chunking.IChunker {{ {BrokenCode.Hook} }}", "is generic. Name a class without type parameters"),
        BrokenCode.Row("class-is-internal", $"internal class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }}", "is not public. Make it public"),
        BrokenCode.Row("class-is-private", $"public class Outer {{ private class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }} }}", "is nested in 'Outer' and not public.", "or move the class out"),
        BrokenCode.Row("class-in-an-internal-one", $"internal class Outer {{ public class Broken : Chunking.IChunker {{ {BrokenCode.Hook} }} }}", "is public, but nested in 'Outer', which is not. Make both public"),
        BrokenCode.Row("class-of-no-contract", "public class Broken;", "does not implement Chunking.IChunker, the contract of the kind 'chunker'. Implement it, or correct 'kind' in the manifest."),
        BrokenCode.RowOf("class-of-a-copied-contract", WriteCopiedContract, "implements Chunking.IChunker of plugin, Version=0.0.0.0", "Reference the same contract assembly as the host."),
    ];

    private static void WriteCopiedContract(string folder) =>
        BrokenCode.WriteModule(folder, Compiler.Compile("plugin", "namespace Chunking { public interface IChunker; } public class Broken : Chunking.IChunker;"));
}
