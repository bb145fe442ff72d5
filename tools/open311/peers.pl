#!/usr/bin/env perl
# FixMyStreet's own Open311 client talks to this server: services, questions, reports, matters, tokens, updates, refusals.
#
#   perl tools/open311/peers.pl OPEN311.PM ENDPOINT KEY
#
# OPEN311.PM is perllib/Open311.pm of FixMyStreet (AGPL; not part of this project). The parts of FixMyStreet it names
# are stood in for below: only what it asks of them.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

my ( $file, $endpoint, $key ) = @ARGV;
die "usage: peers.pl OPEN311.PM ENDPOINT KEY\n" unless $key;
$endpoint .= '/' unless $endpoint =~ m{/$};

BEGIN {
    $INC{"$_.pm"} = 1 for qw(FixMyStreet/Cobrand FixMyStreet/DB Utils FixMyStreet FixMyStreet/DB/Result/Body
        FixMyStreet/DB/Result/Problem FixMyStreet/Template);
}
{ package Utils; sub truncate_coordinate { sprintf '%.6f', $_[0] } }
{ package FixMyStreet; sub config { 'nobody@example.org' } }
{ package FixMyStreet::DB::Result::Body; sub new { bless {}, shift } sub get_cobrand_handler { Cobrand->new } }
{ package FixMyStreet::DB::Result::Problem; sub fixed_states { {} } sub open_states { { confirmed => 1 } } }
{ package Cobrand; sub new { bless {}, shift } sub call_hook { return } sub base_url { 'http://example.org' } }
{
    package Thing;    # a problem, a user, a comment: what it was given, and nothing else
    our $AUTOLOAD;
    sub new { my ( $class, %fields ) = @_; bless {%fields}, $class }
    sub AUTOLOAD {
        my $self = shift;
        ( my $name = $AUTOLOAD ) =~ s/.*:://;
        return if $name eq 'DESTROY';
        return $self->{$name};
    }
    sub get_extra_fields { $_[0]->{fields} || [] }
    sub call_hook { return }
}

my $path = $file =~ m{^/} ? $file : "./$file";
require $path;
my $body = FixMyStreet::DB::Result::Body->new;
sub client { Open311->new( endpoint => $endpoint, api_key => $key, fixmystreet_body => $body, @_ ) }

my ( $passed, $failed ) = ( 0, 0 );
sub check {
    my ( $name, $found ) = @_;
    $found ? $passed++ : $failed++;
    printf "%-8s%s\n", $found ? 'ok' : 'FAILED', $name;
}

sub problem {
    my %more = @_;
    my $user = Thing->new( name => '王 小明', email => 'xiaoming@example.org', phone => '0558-5550000' );
    return Thing->new(
        id => 1, title => '井盖不见了', detail => "第一行\n第二行 <5米 & “危险”", name => '王 小明', user => $user,
        latitude => 33.3012, longitude => 116.7503, used_map => 1, postcode => '', cobrand => 'default',
        service => '', send_fail_count => 0, fields => [], %more
    );
}
my $extra = { url => 'http://example.org/report/1', image_url => 'http://example.org/photo/1.jpeg' };
local $SIG{__WARN__} = sub { };    # it warns of every refusal; the refusals are looked at here

my $open311 = client();
my $services = $open311->get_service_list;
my %names = map { $_->{service_code} => $_->{service_name} } @{ $services->{service} || [] };
check( 'the list of services, names in Chinese', ( $names{'C01-09'} || '' ) =~ /井盖/ );

my $meta = $open311->get_service_meta_info('C01-09');
my ($question) = @{ $meta->{attributes} || [] };
check( 'the questions of a service', ( $question->{code} || '' ) eq 'cover_state' && @{ $question->{values} } >= 3 );

my $cover = [ { name => 'cover_state', value => 'missing' } ];
my $id = client()->send_service_request( problem( fields => $cover ), $extra, 'C01-09' );
check( 'a report with an answer has its number at once', $id && $id =~ /^[A-Za-z0-9_-]+$/ );

my $plain = client()->send_service_request( problem(), {}, 'C01-10' );
check( 'a report without an answer', $plain && $plain ne $id );

my $found = client()->get_service_requests( { report_ids => [ $id, $plain ] } );
my %status = map { $_->{service_request_id} => $_->{status} } @{ $found->{request} || [] };
check( 'both matters by their numbers', ( $status{$id} || '' ) eq 'open' && ( $status{$plain} || '' ) eq 'open' );

my ( $from, $until ) = map { DateTime::Format::W3CDTF->format_datetime( DateTime->now->add( hours => $_ ) ) } -24, 1;
my $recent = client()->get_service_requests( { start_date => $from, end_date => $until } );
check( 'the matters of a day', scalar grep { $_->{service_request_id} eq $id } @{ $recent->{request} || [] } );

check( 'the number behind a token', client()->get_service_request_id_from_token($id) eq $id );

my $updates = client()->get_service_request_updates( $from, $until );
check( 'the updates of a day', scalar grep { $_->{service_request_id} eq $id && $_->{status} eq 'OPEN' } @{ $updates || [] } );

my $refusing = client();
my $missing = $refusing->send_service_request( problem(), $extra, 'C01-09' );
check( 'a missing answer is refused with its sentence', !$missing && $refusing->error =~ /400: .*cover_state/ );

my $stranger = client( api_key => 'gk_00000000_' . '0' x 48 );
check( 'a wrong key is refused with its sentence',
    !$stranger->send_service_request( problem(), $extra, 'C01-10' ) && $stranger->error =~ /403: / );

my $comment = Thing->new(
    id => 1, name => '王 小明', user => problem()->user, problem => Thing->new( external_id => $id, state => 'confirmed' ),
    problem_state => 'confirmed', text => '又坏了', confirmed => DateTime->now, cobrand => 'default', send_fail_count => 0,
);
{ no warnings 'once'; *Thing::get_cobrand_logged = sub { Cobrand->new }; }
my $adding = client();
check( 'an update sent here is refused with its sentence',
    !$adding->post_service_request_update($comment) && $adding->error =~ /400: / );

printf "%d of %d passed\n", $passed, $passed + $failed;
exit( $failed ? 1 : 0 );
