using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members of the framework that block their thread.</summary>
internal static class BlockingRules
{
    private const string Await = "Make the hook asynchronous and await, with a TimeProvider for times; or declare execution_model = \"thread_cpu_bound\" in the manifest, and the host lets only so many calls of such plugins run at a time.";

    public static IlComplaint? Find(IlMethod method, MemberName member) =>
        !IsExempt(method) && member.Find(BlockingMembers.ByType) is { } what && Blocks(what, method) ? new("blocks the thread that the hook was called on", Await) : null;

    /// <summary>Setup and teardown have a thread of their own.</summary>
    private static bool IsExempt(IlMethod method) => method.Member is nameof(IPluginSetup.SetupAsync) or nameof(IPluginTeardown.TeardownAsync) or "Dispose";

    /// <summary>An await ends in the same member, in what the compiler makes of an async method.</summary>
    private static bool Blocks(BlockingUse what, IlMethod method) => what != BlockingUse.TakesAwaited || !method.IsStateMachine;
}
