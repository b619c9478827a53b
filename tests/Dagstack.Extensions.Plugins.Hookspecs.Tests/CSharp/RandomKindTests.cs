namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.CSharp;

public sealed class RandomKindTests
{
    private static readonly int s_count = Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 300 : 60;

    /// <summary>What the reader takes comes back from C# as it was.</summary>
    [Fact]
    public void Emit_RandomKind_ComesBackWhole()
    {
        var whole = 0;
        var broken = new List<string>();
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
                    broken.Add($"seed {seed}: {(fault is Xunit.Sdk.XunitException ? fault.Message.Length > 6000 ? fault.Message[..6000] : fault.Message : fault.ToString().Replace("\n", " | ", StringComparison.Ordinal))}");
                }

                whole++;
            }
        }

        Assert.True(broken.Count == 0, $"{broken.Count} of {s_count}\n{string.Join("\n\n", broken.Take(12))}");
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
