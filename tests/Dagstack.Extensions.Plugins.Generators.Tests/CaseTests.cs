using System.Collections.Concurrent;
using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>
/// Every file in Cases: what is generated for it is on record, compiles without a warning, and a call through the
/// proxy does what a call of the plugin does, whichever path it takes.
/// </summary>
public sealed class CaseTests
{
    private static readonly string s_prelude = File.ReadAllText(Path.Combine(Folders.Cases, "_Prelude.cs"));

    private static readonly ConcurrentDictionary<string, Generated> s_generated = new();

    public static TheoryData<string> Cases => [.. Names()];

    public static TheoryData<string, CallPath> CasesAndPaths
    {
        get
        {
            var data = new TheoryData<string, CallPath>();
            foreach (var name in Names())
            {
                foreach (var path in Enum.GetValues<CallPath>())
                {
                    data.Add(name, path);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_ForCase_MatchesSnapshot(string name)
    {
        var generated = Generate(name);
        Snapshot.Match(name + ".g.cs.txt", string.Join("\n", generated.Sources));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_ForStrictConsumer_CompilesWithoutWarnings(string name)
    {
        var generated = Generate(name);
        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.CompilerErrors);
        Generated.Emit(generated.Output);
    }

    [Theory]
    [MemberData(nameof(CasesAndPaths))]
    public async Task Call_ThroughProxy_DoesWhatDirectCallDoes(string name, CallPath path)
    {
        var assembly = Generate(name).Load();
        var contracts = assembly.GetCustomAttributes<PluginContractAttribute>()
            .Select(attribute => (PluginContract)Activator.CreateInstance(attribute.ContractType)!)
            .ToList();
        Assert.NotEmpty(contracts);
        foreach (var contract in contracts)
        {
            var run = FindRun(assembly, contract.InterfaceType);
            var expected = await LogAsync(run, NewPlugin(assembly, contract.InterfaceType));
            Assert.NotEmpty(expected);

            using var stopping = new CancellationTokenSource();
            var plugin = NewPlugin(assembly, contract.InterfaceType);
            var target = new PluginTarget(plugin, stopping.Token);
            var slot = new TestSlot(target, path);
            var proxy = contract.CreateProxy(slot);
            Assert.IsAssignableFrom(contract.InterfaceType, proxy);

            var actual = await LogAsync(run, proxy);

            Assert.Equal(expected, actual);
            Assert.True(path == CallPath.Direct ? slot.Calls == 0 : slot.Calls + slot.Streams > 0);
            Assert.Equal(0, target.InFlight);
            Assert.True(target.CloseAsync().IsCompletedSuccessfully);
        }
    }

    private static IEnumerable<string> Names() => Directory.EnumerateFiles(Folders.Cases, "*.cs")
        .Select(static path => Path.GetFileNameWithoutExtension(path))
        .Where(static name => name[0] != '_')
        .Order(StringComparer.Ordinal);

    internal static Generated Generate(string name) => s_generated.GetOrAdd(
        name,
        static name => Generated.From(File.ReadAllText(Path.Combine(Folders.Cases, name + ".cs")), s_prelude));

    private static MethodInfo FindRun(Assembly assembly, Type contract) => assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Single(method => method.Name == "Run" && method.GetParameters()[0].ParameterType == contract);

    private static object NewPlugin(Assembly assembly, Type contract) => Activator.CreateInstance(assembly.GetTypes()
        .Single(type => type.IsClass && !type.IsSubclassOf(typeof(PluginProxy)) && contract.IsAssignableFrom(type)))!;

    private static async Task<List<string>> LogAsync(MethodInfo run, object instance)
    {
        var log = Activator.CreateInstance(run.GetParameters()[1].ParameterType)!;
        await (Task)run.Invoke(null, [instance, log])!;
        return (List<string>)log.GetType().GetProperty("Lines")!.GetValue(log)!;
    }
}
