namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.CSharp;

public sealed class RandomKindTests
{
    private static readonly int s_count = Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 600 : 60;

    /// <summary>What the reader takes comes back from C# as it was.</summary>
    [Fact]
    public void Emit_RandomKind_ComesBackWhole()
    {
        var whole = 0;
        for (var seed = 1; seed <= s_count; seed++)
        {
            if (Read(new RandomKind(seed).Create()) is { } spec)
            {
                try
                {
                    RoundTrip.AssertWhole(spec);
                }
                catch (Exception fault)
                {
                    Assert.Fail($"seed {seed}: {fault.Message}\n{fault.StackTrace}");
                }

                whole++;
            }
        }

        Assert.InRange(whole, s_count * 3 / 4, s_count);
    }

    private static Hookspec? Read(Hookspec random)
    {
        using var folder = new KindFolder();
        foreach (var file in HookspecEmitter.Emit(random, HookspecTarget.Yaml))
        {
            folder.WriteFile(file.Path, file.Text);
        }

        var result = HookspecFile.Read(Path.Combine(folder.Path, random.Kind, $"v{random.Major}.yaml"));
        return result.Spec;
    }
}
