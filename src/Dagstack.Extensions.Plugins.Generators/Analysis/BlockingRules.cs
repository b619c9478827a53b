using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What is said of members that block their thread.</summary>
internal static class BlockingRules
{
    private const string Remedy = "Make the hook asynchronous and await; or say execution_model = \"thread_cpu_bound\" in the manifest, and the host lets only so many calls of such plugins run at a time";

    /// <summary>Says what is wrong with a use.</summary>
    public static Finding? Find(BlockingUse what, MemberUse use) =>
        what == BlockingUse.Waits || (what is BlockingUse.TakesResult or BlockingUse.TakesAwaited && !use.AsksWhetherCompleted())
            ? new(Diagnostics.Blocking, "blocks the thread that the hook was called on", Remedy)
            : null;

    /// <summary>Whether a member of a plugin's class is none that callers wait for: setup and teardown have a thread of their own.</summary>
    public static bool IsExempt(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }
        || member.Name is "SetupAsync" or "TeardownAsync" or "Dispose" or "DisposeAsync";
}
