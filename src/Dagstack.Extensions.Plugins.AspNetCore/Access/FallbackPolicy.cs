using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>The policy of the application for endpoints that say nothing. It is asked here, too: nothing tells whether the middleware has.</summary>
internal static class FallbackPolicy
{
    /// <summary>Gets the policy; null if the application has none.</summary>
    public static async Task<AuthorizationPolicy?> FindAsync(IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies && services.GetService<IPolicyEvaluator>() is not null
            ? await policies.GetFallbackPolicyAsync().ConfigureAwait(false)
            : null;

    /// <summary>Lets a request on if the policy does, and answers it otherwise.</summary>
    public static async Task RunAsync(AuthorizationPolicy policy, HttpContext http, RequestDelegate next)
    {
        var evaluator = http.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, http).ConfigureAwait(false);
        var result = await evaluator.AuthorizeAsync(policy, authenticated, http, http).ConfigureAwait(false);
        await http.RequestServices.GetRequiredService<IAuthorizationMiddlewareResultHandler>().HandleAsync(next, http, policy, result).ConfigureAwait(false);
    }
}
