using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>Takes a header for whoever sends it.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-User";

    /// <summary>Adds it, and authorisation.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(Header).AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(Header, null);
        services.AddAuthorization();
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Request.Headers[Header].ToString() is { Length: > 0 } user
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Uri.UnescapeDataString(user))], Header)), Header))
            : AuthenticateResult.NoResult());
}
