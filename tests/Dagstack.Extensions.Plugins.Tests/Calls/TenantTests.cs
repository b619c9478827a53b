using Dagstack.Extensions.Plugins.Tests.Events;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>On whose behalf a plugin is called, and what they may do.</summary>
public sealed class TenantTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckAccess_WithoutAServiceOfTheApplication_IsAllowed()
    {
        PluginTenant? tenant = null;
        await using var host = await StartAsync(_ => { }, context => tenant = context.Tenant);
        Assert.True(await tenant!.CheckAccessAsync("index:main", "delete", _cancellation));
        Assert.Null(tenant.TenantId);
        await Assert.ThrowsAsync<ArgumentException>(async () => await tenant.CheckAccessAsync(" ", "read", _cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await tenant.CheckAccessAsync("index", null!, _cancellation));
    }

    [Fact]
    public async Task CheckAccess_ScopedServiceOfTheApplication_DecidesInAScopeOfItsOwnByTheTenantOfTheCall()
    {
        Roles.Reset();
        PluginTenant? tenant = null;
        await using var host = await StartAsync(services => services.AddScoped<Roles>().AddScoped<PluginTenant, TenantByRoles>(), context => tenant = context.Tenant);
        Assert.False(await tenant!.CheckAccessAsync("index", "read", _cancellation));
        using (CallMetadata.Begin(CallMetadata.TenantId, "acme"))
        {
            Assert.Equal("acme", tenant.TenantId);
            Assert.True(await tenant.CheckAccessAsync("index", "read", _cancellation));
            Assert.False(await tenant.CheckAccessAsync("index", "delete", _cancellation));
        }

        using (CallMetadata.Begin(CallMetadata.TenantId, 7L))
        {
            Assert.Equal("7", tenant.TenantId);
            Assert.False(await tenant.CheckAccessAsync("index", "read", _cancellation));
        }

        Assert.Equal((4, 4), (Roles.Made, Roles.Disposed));
    }

    [Fact]
    public async Task CheckAccess_CallsOfTwoTenantsAtOnce_AreEachDecidedForTheirOwn()
    {
        PluginTenant? tenant = null;
        await using var host = await StartAsync(services => services.AddScoped<Roles>().AddScoped<PluginTenant, TenantByRoles>(), context => tenant = context.Tenant);
        await Parallel.ForAsync(0, 200, _cancellation, async (number, token) =>
        {
            var isAcme = number % 2 == 0;
            using var scope = CallMetadata.Begin(CallMetadata.TenantId, isAcme ? "acme" : "other");
            await Task.Yield();
            Assert.Equal(isAcme, await tenant!.CheckAccessAsync("index", "read", token));
        });
    }

    [Fact]
    public async Task CheckAccess_DecisionThrowsOrIsCancelled_IsNoYes()
    {
        PluginTenant? tenant = null;
        await using var host = await StartAsync(services => services.AddScoped<PluginTenant>(static _ => new Undecided()), context => tenant = context.Tenant);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await tenant!.CheckAccessAsync("index", "read", _cancellation));
        Assert.Equal("the directory is away", fault.Message);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tenant!.CheckAccessAsync("index", "wait", cancelled.Token));
    }

    [Fact]
    public async Task Tenant_AsAConstructorParameterAndAService_IsThatOfTheCall()
    {
        using var folders = new PluginFolders().Add("tenant", "TenantGreeter");
        await using var host = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddScoped<Roles>().AddScoped<PluginTenant, TenantByRoles>());
        Assert.Null(host.Status("greeter:tenant").Reason);
        Assert.Equal("nobody False False", await host.Greeter("tenant").GreetAsync("read", _cancellation));
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");
        Assert.Equal("acme True True", await host.Greeter("tenant").GreetAsync("read", _cancellation));
        Assert.Equal("acme False False", await host.Greeter("tenant").GreetAsync("delete", _cancellation));
    }

    private static Task<TestProvider> StartAsync(Action<IServiceCollection> services, Action<PluginContext> take) => TestProvider.StartAsync(
        o => o.Add("greeter:one", new EventPlugin
        {
            OnSetup = context =>
            {
                take(context);
                return default;
            },
        }),
        services);

    private sealed class Roles : IDisposable
    {
        private static int s_made;
        private static int s_disposed;

        public Roles() => Interlocked.Increment(ref s_made);

        public static int Made => s_made;

        public static int Disposed => s_disposed;

        public static void Reset() => (s_made, s_disposed) = (0, 0);

        public void Dispose() => Interlocked.Increment(ref s_disposed);
    }

    private sealed class TenantByRoles(Roles roles) : PluginTenant
    {
        protected override ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken) =>
            new(roles is not null && TenantId == "acme" && action == "read");
    }

    private sealed class Undecided : PluginTenant
    {
        protected override async ValueTask<bool> CheckAccessCoreAsync(string resource, string action, CancellationToken cancellationToken)
        {
            await Task.Delay(action == "wait" ? Timeout.Infinite : 1, cancellationToken);
            throw new InvalidOperationException("the directory is away");
        }
    }
}
