using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>What a proxy does that its plugin does not.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Source =
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Dagstack.Extensions.Plugins;

        [PluginKind("probe", ApiVersion = "3")]
        internal interface IProbe : IDisposable, IAsyncDisposable
        {
            CancellationToken Sync(CancellationToken token);

            Task<CancellationToken> TaskAsync(Task until, CancellationToken token);

            ValueTask<CancellationToken> ValueAsync(Task until, CancellationToken token);

            int[] Disposals();
        }

        internal sealed class Probe : IProbe
        {
            private readonly int[] _disposals = new int[2];

            public CancellationToken Sync(CancellationToken token) => token;

            public async Task<CancellationToken> TaskAsync(Task until, CancellationToken token)
            {
                await until;
                token.ThrowIfCancellationRequested();
                return token;
            }

            public async ValueTask<CancellationToken> ValueAsync(Task until, CancellationToken token) => await TaskAsync(until, token);

            public int[] Disposals() => _disposals;

            public void Dispose() => _disposals[0]++;

            public ValueTask DisposeAsync()
            {
                _disposals[1]++;
                return default;
            }
        }
        """;

    private static readonly Generated s_generated = Generated.From(Source);

    private readonly CancellationTokenSource _stopping = new();
    private readonly PluginTarget _target;
    private readonly PluginContract _contract;
    private readonly object _proxy;

    public ProxyTests()
    {
        var assembly = s_generated.Load();
        _contract = (PluginContract)Activator.CreateInstance(assembly.GetCustomAttribute<PluginContractAttribute>()!.ContractType)!;
        _target = new PluginTarget(Activator.CreateInstance(assembly.GetType("Probe")!)!, _stopping.Token);
        _proxy = _contract.CreateProxy(new TestSlot(_target, CallPath.Direct));
    }

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public void Contract_TellsItsFacts()
    {
        Assert.Equal(("probe", "3", "IProbe"), (_contract.Kind, _contract.ApiVersion, _contract.InterfaceType.Name));
        Assert.Equal(["sync", "task", "value", "disposals"], _contract.Hooks.Select(static hook => hook.WireName));
        Assert.Null(_contract.JsonContext);
        Assert.Throws<ArgumentNullException>(() => _contract.CreateProxy(null!));
    }

    [Fact]
    public void Call_WithoutToken_GivesThePluginsOwn() =>
        Assert.Equal(_stopping.Token, Call<CancellationToken>("Sync", CancellationToken.None));

    [Fact]
    public void Call_WithToken_LinksItAndReleasesTheLink()
    {
        using var caller = new CancellationTokenSource();

        var seen = Call<CancellationToken>("Sync", caller.Token);

        Assert.NotEqual(caller.Token, seen);
        Assert.NotEqual(_stopping.Token, seen);
        AssertReleased(seen);
    }

    [Theory]
    [InlineData("TaskAsync")]
    [InlineData("ValueAsync")]
    public async Task Call_Pending_IsInFlightAndLinkedUntilItCompletes(string hook)
    {
        using var caller = new CancellationTokenSource();
        var until = new TaskCompletionSource();

        var pending = Start(hook, until.Task, caller.Token);
        Assert.Equal(1, _target.InFlight);
        var closing = _target.CloseAsync();
        Assert.False(closing.IsCompleted);
        until.SetResult();

        AssertReleased(await pending);
        await closing;
        Assert.Equal(0, _target.InFlight);
    }

    [Theory]
    [InlineData("TaskAsync", true)]
    [InlineData("TaskAsync", false)]
    [InlineData("ValueAsync", true)]
    [InlineData("ValueAsync", false)]
    public async Task Call_Pending_IsCancelledByCallerAndByHost(string hook, bool byCaller)
    {
        using var caller = new CancellationTokenSource();
        var until = new TaskCompletionSource();

        var pending = Start(hook, until.Task, caller.Token);
        await (byCaller ? caller : _stopping).CancelAsync();
        until.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Equal(0, _target.InFlight);
    }

    [Fact]
    public async Task Dispose_OfProxy_DoesNothing()
    {
        ((IDisposable)_proxy).Dispose();
        await ((IAsyncDisposable)_proxy).DisposeAsync();

        Assert.Equal([0, 0], Call<int[]>("Disposals"));
    }

    [Fact]
    public void Descriptors_OfOptionalParameters_HoldTheDefaultsOfTheLanguage()
    {
        var assembly = CaseTests.Generate("Defaults").Load();
        var contract = (PluginContract)Activator.CreateInstance(assembly.GetCustomAttribute<PluginContractAttribute>()!.ContractType)!;
        foreach (var hook in contract.Hooks)
        {
            var parameters = contract.InterfaceType.GetMethod(hook.Name)!.GetParameters();
            Assert.Equal(parameters.Select(static parameter => parameter.Name), hook.Parameters.Select(static parameter => parameter.Name));
            foreach (var (expected, actual) in parameters.Zip(hook.Parameters))
            {
                Assert.True(actual.IsOptional);
                Assert.Equal(expected.ParameterType, actual.Type);
                if (expected.HasDefaultValue)
                {
                    Assert.Equal(Underlying(expected.DefaultValue), Underlying(actual.DefaultValue));
                }

                var call = hook.CreateInvocation();
                call.SetArgument(hook.Parameters.ToList().IndexOf(actual), actual.DefaultValue);
            }
        }
    }

    // Metadata has no native integers and, for optional enums, numbers.
    private static object? Underlying(object? value) => value switch
    {
        nint number => (int)number,
        nuint number => (uint)number,
        Enum name => Convert.ChangeType(name, Enum.GetUnderlyingType(name.GetType()), System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private static void AssertReleased(CancellationToken token) => Assert.Throws<ObjectDisposedException>(() => token.WaitHandle);

    private Task<CancellationToken> Start(string hook, params object[] arguments)
    {
        var started = Call<object>(hook, arguments);
        return started is ValueTask<CancellationToken> value ? value.AsTask() : (Task<CancellationToken>)started;
    }

    private T Call<T>(string hook, params object[] arguments) =>
        (T)_contract.InterfaceType.GetMethod(hook)!.Invoke(_proxy, arguments)!;
}
